export interface KeptAddress {
  id: string;
  name: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  country: string | null;
  phone: string | null;
}

export function useAddresses(): { addresses: KeptAddress[] } {
  return { addresses: [] };
}
