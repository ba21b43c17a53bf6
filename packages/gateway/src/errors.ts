interface More {
  /** The field of the request that is to blame. */
  param?: string;
  /** Nothing was begun: the idempotency key stays free. */
  unbegun?: boolean;
}

/** A refusal in the gateway's own words; each dialect has its own form for it. */
export class GatewayError extends Error {
  override name = 'GatewayError';
  readonly status: 400 | 401 | 404 | 409 | 429 | 500;
  readonly code: string;
  readonly param: string | null;
  readonly unbegun: boolean;

  constructor(status: GatewayError['status'], code: string, message: string, more: More = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = more.param ?? null;
    this.unbegun = more.unbegun ?? false;
  }
}

/** Input that no operation was begun with. */
export function invalidInput(message: string, param?: string): GatewayError {
  return new GatewayError(400, 'parameter_invalid', message, {
    unbegun: true,
    ...(param ? { param } : {}),
  });
}

export function unauthenticated(): GatewayError {
  return new GatewayError(401, 'unauthenticated', 'The key of this request is missing or wrong.', {
    unbegun: true,
  });
}

export function noSuch(what: string, id: string, param = 'id'): GatewayError {
  return new GatewayError(404, 'resource_missing', `No such ${what}: ${id}`, { param, unbegun: true });
}
