// Written by npm run generate from the OpenAPI document. Do not edit.
/* eslint-disable -- the generator has a style of its own */

export interface paths {
    "/api/admin/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List alerts */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    rule?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alerts: {
                                addresses: string[];
                                events: number;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                kinds: string[];
                                raisedAt: string;
                                rule: string;
                                since: string;
                                subjects: string[];
                                webhook: {
                                    error: string | null;
                                    sentAt: string | null;
                                    tries: number;
                                };
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/carts/abandoned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count abandoned carts */
        get: {
            parameters: {
                query?: {
                    hours?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            abandoned: {
                                count: number;
                                olderThanHours: number;
                                value: {
                                    carts: number;
                                    currency: string;
                                    /** @description major units with the currency's digits */
                                    total: number;
                                }[];
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all orders */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    status?: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            nextCursor: string | null;
                            orders: {
                                billingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                canceledAt: string | null;
                                company: string | null;
                                currency: string;
                                customerType: string;
                                deliveredAt: string | null;
                                email: string;
                                history: {
                                    at: string;
                                    by: string;
                                    from: ("pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded") | null;
                                    reason: string;
                                    /** @enum {string} */
                                    to: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                    trackingNumber: string | null;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                items: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    productId: string;
                                    purchase: string;
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                /** @description running number such as `#1001` */
                                number: string;
                                payment: {
                                    /** @description major units with the currency's digits */
                                    captured: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    provider: string;
                                    /** @description major units with the currency's digits */
                                    refunded: number;
                                    status: string;
                                };
                                phone: string | null;
                                placedAt: string;
                                processingAt: string | null;
                                refundedAt: string | null;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                shippedAt: string | null;
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @enum {string} */
                                status: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description major units with the currency's digits */
                                tax: number;
                                /** @description whether the prices hold the tax */
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                trackingNumber: string | null;
                                updatedAt: string;
                                vatNumber: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an order */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            order: {
                                billingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                canceledAt: string | null;
                                company: string | null;
                                currency: string;
                                customerType: string;
                                deliveredAt: string | null;
                                email: string;
                                history: {
                                    at: string;
                                    by: string;
                                    from: ("pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded") | null;
                                    reason: string;
                                    /** @enum {string} */
                                    to: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                    trackingNumber: string | null;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                items: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    productId: string;
                                    purchase: string;
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                /** @description running number such as `#1001` */
                                number: string;
                                payment: {
                                    /** @description major units with the currency's digits */
                                    captured: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    provider: string;
                                    /** @description major units with the currency's digits */
                                    refunded: number;
                                    status: string;
                                };
                                phone: string | null;
                                placedAt: string;
                                processingAt: string | null;
                                refundedAt: string | null;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                shippedAt: string | null;
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @enum {string} */
                                status: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description major units with the currency's digits */
                                tax: number;
                                /** @description whether the prices hold the tax */
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                trackingNumber: string | null;
                                updatedAt: string;
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all payments
         * @description `status=orphaned` are those whose money waits for somebody to look at it.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    /** @description begun at or after */
                    from?: string;
                    limit?: number;
                    /** @description whether it became an order */
                    ordered?: "true" | "false";
                    provider?: "sandbox" | "stripe" | "razorpay" | "cod";
                    status?: "creating" | "pending" | "processing" | "paid" | "failed" | "canceled" | "partly_refunded" | "refunded" | "orphaned";
                    /** @description begun before */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            nextCursor: string | null;
                            payments: {
                                /** @description asked for */
                                amount: number;
                                /** @description major units with the currency's digits */
                                captured: number;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                checkoutId: string;
                                createdAt: string;
                                currency: string;
                                email: string;
                                failure: string | null;
                                /** @description why it waits for somebody */
                                flag: string | null;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                intentId: string | null;
                                /** @enum {string} */
                                mode: "test" | "live";
                                order: {
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    number: string;
                                    status: string;
                                } | null;
                                paidAt: string | null;
                                /** @enum {string} */
                                provider: "sandbox" | "stripe" | "razorpay" | "cod";
                                /** @description major units with the currency's digits */
                                refunded: number;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    failure: string | null;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                shopperId: string;
                                /** @enum {string} */
                                status: "creating" | "pending" | "processing" | "paid" | "failed" | "canceled" | "partly_refunded" | "refunded" | "orphaned";
                                updatedAt: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/payments/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back the money of a payment
         * @description Above all of one that became no order. All that is left where no amount is given.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description major units; all that is left where left out */
                        amount?: number | string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            payment: {
                                /** @description asked for */
                                amount: number;
                                /** @description major units with the currency's digits */
                                captured: number;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                checkoutId: string;
                                createdAt: string;
                                currency: string;
                                email: string;
                                failure: string | null;
                                /** @description why it waits for somebody */
                                flag: string | null;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                intentId: string | null;
                                /** @enum {string} */
                                mode: "test" | "live";
                                order: {
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    number: string;
                                    status: string;
                                } | null;
                                paidAt: string | null;
                                /** @enum {string} */
                                provider: "sandbox" | "stripe" | "razorpay" | "cod";
                                /** @description major units with the currency's digits */
                                refunded: number;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    failure: string | null;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                shopperId: string;
                                /** @enum {string} */
                                status: "creating" | "pending" | "processing" | "paid" | "failed" | "canceled" | "partly_refunded" | "refunded" | "orphaned";
                                updatedAt: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/security-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List security events */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    ip?: string;
                    kind?: "refresh_reuse" | "session_context_changed" | "session_limit" | "new_device" | "new_network" | "account_locked" | "failed_logins_account" | "failed_logins_address" | "totp_guessing" | "probing" | "csrf_failed" | "card_testing" | "price_tampering" | "webhook_forged" | "payment_not_owned" | "payment_signature_wrong" | "payment_mismatch";
                    limit?: number;
                    since?: string;
                    /** @description UUIDv7 */
                    subjectId?: string;
                    until?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            nextCursor: string | null;
                            securityEvents: {
                                at: string;
                                evidence: {
                                    [key: string]: unknown;
                                };
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                ip: string | null;
                                kind: string;
                                requestId: string | null;
                                subjectId: string | null;
                                userAgent: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Suspend or reinstate a user, or give him another role
         * @description Takes effect with the next request of his; nobody changes himself.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        /** @enum {string} */
                        role?: "customer" | "designer" | "support" | "admin";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            user: {
                                active: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                /** @enum {string} */
                                role: "customer" | "designer" | "support" | "admin";
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/auth/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List my addresses */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            addresses: {
                                city: string | null;
                                country: string;
                                createdAt: string;
                                defaultBilling: boolean;
                                defaultShipping: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                label: string;
                                line1: string | null;
                                line2: string | null;
                                name: string | null;
                                phone: string | null;
                                postalCode: string | null;
                                region: string | null;
                                updatedAt: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Add an address
         * @description Checked as a checkout's in this market. At most 20; the first is the default of both kinds.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        city?: string | null;
                        country?: string | null;
                        /** @description the first is, where left out */
                        defaultBilling?: boolean;
                        /** @description the first is, where left out */
                        defaultShipping?: boolean;
                        /** @description what you call it, such as `home` */
                        label?: string;
                        /** @description street and house */
                        line1?: string | null;
                        line2?: string | null;
                        name?: string | null;
                        /** @description with its country code, or of the country of the address */
                        phone?: string | null;
                        postalCode?: string | null;
                        /** @description state, county or province */
                        region?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            address: {
                                city: string | null;
                                country: string;
                                createdAt: string;
                                defaultBilling: boolean;
                                defaultShipping: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                label: string;
                                line1: string | null;
                                line2: string | null;
                                name: string | null;
                                phone: string | null;
                                postalCode: string | null;
                                region: string | null;
                                updatedAt: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/addresses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an address */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            addresses: {
                                city: string | null;
                                country: string;
                                createdAt: string;
                                defaultBilling: boolean;
                                defaultShipping: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                label: string;
                                line1: string | null;
                                line2: string | null;
                                name: string | null;
                                phone: string | null;
                                postalCode: string | null;
                                region: string | null;
                                updatedAt: string;
                            }[];
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change an address
         * @description Only the fields sent are changed. A default given here is taken from the address that had it.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        city?: string | null;
                        /** @example US */
                        country?: string;
                        defaultBilling?: boolean;
                        defaultShipping?: boolean;
                        /** @description what you call it, such as `home` */
                        label?: string;
                        line1?: string | null;
                        line2?: string | null;
                        name?: string | null;
                        phone?: string | null;
                        postalCode?: string | null;
                        region?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            address: {
                                city: string | null;
                                country: string;
                                createdAt: string;
                                defaultBilling: boolean;
                                defaultShipping: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                label: string;
                                line1: string | null;
                                line2: string | null;
                                name: string | null;
                                phone: string | null;
                                postalCode: string | null;
                                region: string | null;
                                updatedAt: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/auth/change-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another email address
         * @description Mails a link to it and a notice to the present one. The answer is the same whether or not the address has an account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Email address; letter case does not matter.
                         * @example ann@example.com
                         */
                        email: string;
                        /**
                         * @description Needed where the last sign-in is more than ten minutes ago.
                         * @example Correct-Horse-1
                         */
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            accepted: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-email/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm another email address */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description From the link in the mail: what stands behind `#token=`.
                         * @example q3J0b2tlbi1vZi00My1jaGFyYWN0ZXJzLWluLWJhc2U
                         */
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            emailChanged: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change or set my password
         * @description Asks for the old one; whoever has none must have signed in within ten minutes. Ends all other sessions.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description The old one; left out only where there is none yet.
                         * @example Correct-Horse-1
                         */
                        currentPassword?: string;
                        /**
                         * @description At least 8 characters with an upper-case letter, a lower-case letter and a digit; at most 128.
                         * @example Correct-Horse-1
                         */
                        newPassword: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description other sessions that were ended */
                            ended: number;
                            /** @constant */
                            passwordChanged: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another phone number, or the first one
         * @description Sends a code to it. The answer is the same whether or not the number has an account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Needed where the last sign-in is more than ten minutes ago.
                         * @example Correct-Horse-1
                         */
                        password?: string;
                        /**
                         * @description Mobile number in any notation, with its country code, or of the country of the market in `X-Market`.
                         * @example +372 5551 2345
                         */
                        phone: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            accepted: true;
                            /** @description seconds the code works for */
                            expiresIn: number;
                            /** @description seconds until another can be asked for */
                            resendAfter: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-phone/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm another phone number */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Mobile number in any notation, with its country code, or of the country of the market in `X-Market`.
                         * @example +372 5551 2345
                         */
                        phone: string;
                        /**
                         * @description The six digits of the SMS; spaces do not matter.
                         * @example 123456
                         */
                        verificationCode: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            phone: string;
                            /** @constant */
                            phoneChanged: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/confirm-signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a new account
         * @description Where the store file says `accounts.signUp: confirm`: with the token of the mailed link and the password chosen at sign-up.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description At least 8 characters with an upper-case letter, a lower-case letter and a digit; at most 128.
                         * @example Correct-Horse-1
                         */
                        password: string;
                        /**
                         * @description From the link in the mail: what stands behind `#token=`.
                         * @example q3J0b2tlbi1vZi00My1jaGFyYWN0ZXJzLWluLWJhc2U
                         */
                        token: string;
                        /**
                         * @description `cookie` for browsers; `bearer` puts the tokens into the answer for other clients.
                         * @default cookie
                         * @enum {string}
                         */
                        transport?: "cookie" | "bearer";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Only for `"transport":"bearer"`. */
                            accessToken?: string;
                            /** @description Seconds until the access token ends. */
                            expiresIn: number;
                            /** @description What became of the guest cart, when there was one. */
                            guestCart?: {
                                losers: {
                                    added: number;
                                    reason: string;
                                    requested: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                /** @description Pieces that are now in the cart. */
                                merged: number;
                                /** @description Wishlist items that moved along. */
                                wishes: number;
                            } | null;
                            /** @description Only for `"transport":"bearer"`. */
                            refreshToken?: string;
                            user: {
                                company: string | null;
                                createdAt: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                /** @description null for who signs in by phone and gave none */
                                email: string | null;
                                emailVerified: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                locale: string | null;
                                market: string | null;
                                name: string;
                                /** @description E.164; always a verified one */
                                phone: string | null;
                                /** @enum {string} */
                                role: "customer" | "designer" | "support" | "admin";
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/csrf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a CSRF token
         * @description Bound to the session of the cookies it comes with; ask again after signing in or out.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            csrfToken: string;
                            /** @description Seconds. */
                            expiresIn: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to set a new password
         * @description The answer is the same whether or not there is such an account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Email address; letter case does not matter.
                         * @example ann@example.com
                         */
                        email: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            accepted: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Become a guest with a cart */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Market code such as `us`.
                         * @example us
                         */
                        market?: string;
                        /**
                         * @description `cookie` for browsers; `bearer` puts the tokens into the answer for other clients.
                         * @default cookie
                         * @enum {string}
                         */
                        transport?: "cookie" | "bearer";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            guest: {
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                            };
                            guestToken?: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with email and password */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Email address; letter case does not matter.
                         * @example ann@example.com
                         */
                        email: string;
                        /**
                         * @description At least 8 characters with an upper-case letter, a lower-case letter and a digit; at most 128.
                         * @example Correct-Horse-1
                         */
                        password: string;
                        /**
                         * @description Where the answer was TOTP_REQUIRED: a code, or a recovery code.
                         * @example 492039
                         */
                        totpCode?: string;
                        /**
                         * @description `cookie` for browsers; `bearer` puts the tokens into the answer for other clients.
                         * @default cookie
                         * @enum {string}
                         */
                        transport?: "cookie" | "bearer";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Only for `"transport":"bearer"`. */
                            accessToken?: string;
                            /** @description Seconds until the access token ends. */
                            expiresIn: number;
                            /** @description What became of the guest cart, when there was one. */
                            guestCart?: {
                                losers: {
                                    added: number;
                                    reason: string;
                                    requested: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                /** @description Pieces that are now in the cart. */
                                merged: number;
                                /** @description Wishlist items that moved along. */
                                wishes: number;
                            } | null;
                            /** @description Only for `"transport":"bearer"`. */
                            refreshToken?: string;
                            user: {
                                company: string | null;
                                createdAt: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                /** @description null for who signs in by phone and gave none */
                                email: string | null;
                                emailVerified: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                locale: string | null;
                                market: string | null;
                                name: string;
                                /** @description E.164; always a verified one */
                                phone: string | null;
                                /** @enum {string} */
                                role: "customer" | "designer" | "support" | "admin";
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this session */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            clearLocalStorage: true;
                            ended: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all sessions */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            clearLocalStorage: true;
                            ended: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read my account */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            user: {
                                company: string | null;
                                createdAt: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                /** @description null for who signs in by phone and gave none */
                                email: string | null;
                                emailVerified: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                locale: string | null;
                                market: string | null;
                                name: string;
                                /** @description E.164; always a verified one */
                                phone: string | null;
                                /** @enum {string} */
                                role: "customer" | "designer" | "support" | "admin";
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete my account
         * @description With the password, or without one soon after signing in. Cart, wishlist, sessions and addresses go; orders stay as nobody’s.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description where the account has one */
                        password?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            clearLocalStorage: true;
                            /** @constant */
                            deleted: true;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change my account
         * @description Sends back the whole account. Only the fields sent are changed; `null` clears one.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        company?: string | null;
                        /** @enum {string} */
                        customerType?: "private" | "business";
                        locale?: ("en" | "et" | "ru") | null;
                        market?: string | null;
                        name?: string;
                        vatNumber?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            user: {
                                company: string | null;
                                createdAt: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                /** @description null for who signs in by phone and gave none */
                                email: string | null;
                                emailVerified: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                locale: string | null;
                                market: string | null;
                                name: string;
                                /** @description E.164; always a verified one */
                                phone: string | null;
                                /** @enum {string} */
                                role: "customer" | "designer" | "support" | "admin";
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/auth/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a copy of all that is known of me */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description rows by table; amounts whose names end in `Minor` are in the smallest unit of their currency */
                            export: ({
                                exportedAt: string;
                            } & {
                                [key: string]: {
                                    [key: string]: unknown;
                                }[];
                            }) | {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the refresh token
         * @description Single use; two tabs racing within 15 seconds get the same successor, any other reuse ends the session.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Bearer clients only; browsers send their cookie.
                         * @example q3J0b2tlbi1vZi00My1jaGFyYWN0ZXJzLWluLWJhc2U2NA
                         */
                        refreshToken?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Only for `"transport":"bearer"`. */
                            accessToken?: string;
                            /** @description Seconds until the access token ends. */
                            expiresIn: number;
                            /** @description What became of the guest cart, when there was one. */
                            guestCart?: {
                                losers: {
                                    added: number;
                                    reason: string;
                                    requested: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                /** @description Pieces that are now in the cart. */
                                merged: number;
                                /** @description Wishlist items that moved along. */
                                wishes: number;
                            } | null;
                            /** @description Only for `"transport":"bearer"`. */
                            refreshToken?: string;
                            user: {
                                company: string | null;
                                createdAt: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                /** @description null for who signs in by phone and gave none */
                                email: string | null;
                                emailVerified: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                locale: string | null;
                                market: string | null;
                                name: string;
                                /** @description E.164; always a verified one */
                                phone: string | null;
                                /** @enum {string} */
                                role: "customer" | "designer" | "support" | "admin";
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/request-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a code to sign in with
         * @description By SMS, good for five minutes; a new one voids the one before, not the tries. The answer is the same whether or not the number has an account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Mobile number in any notation, with its country code, or of the country of the market in `X-Market`.
                         * @example +372 5551 2345
                         */
                        phone: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            accepted: true;
                            /** @description seconds the code works for */
                            expiresIn: number;
                            /** @description seconds until another can be asked for */
                            resendAfter: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/resend-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the confirmation mail again
         * @description One a minute, five an hour; the links before stay good.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            accepted: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by link
         * @description The link works once, for an hour. Ends all sessions; sign in afterwards.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description At least 8 characters with an upper-case letter, a lower-case letter and a digit; at most 128.
                         * @example Correct-Horse-1
                         */
                        password: string;
                        /**
                         * @description From the link in the mail: what stands behind `#token=`.
                         * @example q3J0b2tlbi1vZi00My1jaGFyYWN0ZXJzLWluLWJhc2U
                         */
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            passwordChanged: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/security-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened to my account
         * @description New devices, ended sessions, wrong passwords and the like, the newest first.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            nextCursor: string | null;
                            securityEvents: {
                                at: string;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                ip: string | null;
                                kind: string;
                                userAgent: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say who is there
         * @description A user, a guest or nobody. A token that has run out or been revoked is nobody.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            session: {
                                /** @description As from `GET /api/auth/csrf`, so that a page need not ask twice. */
                                csrfToken: string;
                                /** @enum {string} */
                                kind: "user" | "guest" | "none";
                                /** @description Of the user or guest; what `X-Owner` is compared with. */
                                ownerId: string | null;
                                /** @description Whether a refresh cookie came along; asking with it may bring a user back. */
                                refreshable: boolean;
                                user: {
                                    company: string | null;
                                    createdAt: string;
                                    /** @enum {string} */
                                    customerType: "private" | "business";
                                    /** @description null for who signs in by phone and gave none */
                                    email: string | null;
                                    emailVerified: boolean;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    locale: string | null;
                                    market: string | null;
                                    name: string;
                                    /** @description E.164; always a verified one */
                                    phone: string | null;
                                    /** @enum {string} */
                                    role: "customer" | "designer" | "support" | "admin";
                                    vatNumber: string | null;
                                } | null;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my sessions
         * @description Those that live, the last used first. `lastSeenAt` moves when a session is refreshed, so that of one in use it is half an hour old at most.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sessions: {
                                createdAt: string;
                                current: boolean;
                                /** @description Such as `Chrome on Windows`; empty where it is not known. */
                                device: string;
                                expiresAt: string;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                ip: string | null;
                                lastSeenAt: string;
                                /** @enum {string} */
                                transport: "cookie" | "bearer";
                                userAgent: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of my sessions
         * @description Its tokens are useless at once. Another person’s session is as unknown as none.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ended: number;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an account
         * @description Where the store file says `accounts.signUp: confirm`, every address is answered 202 and mailed what to do next.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Email address; letter case does not matter.
                         * @example ann@example.com
                         */
                        email: string;
                        /** @enum {string} */
                        locale?: "en" | "et" | "ru";
                        /**
                         * @description Market code such as `us`.
                         * @example us
                         */
                        market?: string;
                        name?: string;
                        /**
                         * @description At least 8 characters with an upper-case letter, a lower-case letter and a digit; at most 128.
                         * @example Correct-Horse-1
                         */
                        password: string;
                        /**
                         * @description `cookie` for browsers; `bearer` puts the tokens into the answer for other clients.
                         * @default cookie
                         * @enum {string}
                         */
                        transport?: "cookie" | "bearer";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Only for `"transport":"bearer"`. */
                            accessToken?: string;
                            /** @description Seconds until the access token ends. */
                            expiresIn: number;
                            /** @description What became of the guest cart, when there was one. */
                            guestCart?: {
                                losers: {
                                    added: number;
                                    reason: string;
                                    requested: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                /** @description Pieces that are now in the cart. */
                                merged: number;
                                /** @description Wishlist items that moved along. */
                                wishes: number;
                            } | null;
                            /** @description Only for `"transport":"bearer"`. */
                            refreshToken?: string;
                            user: {
                                company: string | null;
                                createdAt: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                /** @description null for who signs in by phone and gave none */
                                email: string | null;
                                emailVerified: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                locale: string | null;
                                market: string | null;
                                name: string;
                                /** @description E.164; always a verified one */
                                phone: string | null;
                                /** @enum {string} */
                                role: "customer" | "designer" | "support" | "admin";
                                vatNumber: string | null;
                            };
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            accepted: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether sign-in codes are on */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            totp: {
                                confirmedAt: string | null;
                                on: boolean;
                                recoveryCodesLeft: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Begin to add an authenticator app
         * @description Takes a sign-in of the last ten minutes or the password. Nothing changes until `POST /api/auth/totp/confirm` brings its first code.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Needed where the last sign-in is more than ten minutes ago. */
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description For a QR code. */
                            otpauthUrl: string;
                            /** @description Base32; told this once. */
                            secret: string;
                        };
                    };
                };
            };
        };
        /**
         * Turn sign-in codes off
         * @description Takes a code, or a recovery code, and the password; of who has none a sign-in of the last ten minutes.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Left out only where there is none. */
                        password?: string;
                        /**
                         * @description Six digits of the authenticator app, or a recovery code.
                         * @example 492039
                         */
                        totpCode: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            totp: {
                                confirmedAt: string | null;
                                on: boolean;
                                recoveryCodesLeft: number;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn sign-in codes on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Six digits of the authenticator app, or a recovery code.
                         * @example 492039
                         */
                        totpCode: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Each good once, instead of a code; told this once. */
                            recoveryCodes: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a code
         * @description The first time it makes the account. Five tries per number in fifteen minutes. Who has an authenticator app on is asked for its code as well; the code of the SMS stays good for that.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Mobile number in any notation, with its country code, or of the country of the market in `X-Market`.
                         * @example +372 5551 2345
                         */
                        phone: string;
                        /**
                         * @description Where the answer was TOTP_REQUIRED: a code, or a recovery code.
                         * @example 492039
                         */
                        totpCode?: string;
                        /**
                         * @description `cookie` for browsers; `bearer` puts the tokens into the answer for other clients.
                         * @default cookie
                         * @enum {string}
                         */
                        transport?: "cookie" | "bearer";
                        /**
                         * @description The six digits of the SMS; spaces do not matter.
                         * @example 123456
                         */
                        verificationCode: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Only for `"transport":"bearer"`. */
                            accessToken?: string;
                            /** @description Seconds until the access token ends. */
                            expiresIn: number;
                            /** @description What became of the guest cart, when there was one. */
                            guestCart?: {
                                losers: {
                                    added: number;
                                    reason: string;
                                    requested: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                /** @description Pieces that are now in the cart. */
                                merged: number;
                                /** @description Wishlist items that moved along. */
                                wishes: number;
                            } | null;
                            /** @description Only for `"transport":"bearer"`. */
                            refreshToken?: string;
                            user: {
                                company: string | null;
                                createdAt: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                /** @description null for who signs in by phone and gave none */
                                email: string | null;
                                emailVerified: boolean;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                locale: string | null;
                                market: string | null;
                                name: string;
                                /** @description E.164; always a verified one */
                                phone: string | null;
                                /** @enum {string} */
                                role: "customer" | "designer" | "support" | "admin";
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an email address
         * @description With the token of the link in the mail; it works once. Opened where the user is signed in, it also makes orders placed as a guest with that address his.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description From the link in the mail: what stands behind `#token=`.
                         * @example q3J0b2tlbi1vZi00My1jaGFyYWN0ZXJzLWluLWJhc2U
                         */
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            emailVerified: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the cart
         * @description An empty cart where there is none; never cached.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add to the cart */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        imageUrl?: string | null;
                        /** @description compared with the price of one piece, never used; a difference is audited */
                        price?: (number | string) | null;
                        /**
                         * Format: uuid
                         * @description UUIDv7
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        productId: string;
                        /**
                         * @default {
                         *       "type": "once"
                         *     }
                         */
                        purchase?: {
                            /** @constant */
                            type: "once";
                        } | {
                            /** @enum {string} */
                            interval: "week" | "month" | "quarter";
                            /** @constant */
                            type: "subscription";
                        };
                        /**
                         * @default 1
                         * @example 2
                         */
                        quantity?: number;
                        title?: string | null;
                        /** @description may be left out where the product has one variant */
                        variantId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Empty the cart */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                            /** @description lines taken out */
                            deletedCount: number;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the cart live
         * @description Server-sent events: `cart` with `{"version":n}` at once and after each change, `end` with `{"reason":…}` when the session ends. At most 10 streams of one shopper.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the stream */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add to the cart */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        imageUrl?: string | null;
                        /** @description compared with the price of one piece, never used; a difference is audited */
                        price?: (number | string) | null;
                        /**
                         * Format: uuid
                         * @description UUIDv7
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        productId: string;
                        /**
                         * @default {
                         *       "type": "once"
                         *     }
                         */
                        purchase?: {
                            /** @constant */
                            type: "once";
                        } | {
                            /** @enum {string} */
                            interval: "week" | "month" | "quarter";
                            /** @constant */
                            type: "subscription";
                        };
                        /**
                         * @default 1
                         * @example 2
                         */
                        quantity?: number;
                        title?: string | null;
                        /** @description may be left out where the product has one variant */
                        variantId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                        };
                    };
                };
            };
        };
        /** Empty the cart */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                            /** @description lines taken out */
                            deletedCount: number;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/items/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an item out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    itemId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Set an item's quantity */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    itemId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example 2 */
                        quantity: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/cart/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an item out
         * @description `itemId` in the body or the query.
         */
        delete: {
            parameters: {
                query?: {
                    /** @description UUIDv7 */
                    itemId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description UUIDv7
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        itemId: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cart/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set an item's quantity */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description UUIDv7
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        itemId: string;
                        /** @example 2 */
                        quantity: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/cart/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what is wrong with the cart
         * @description With `fix` the lines are removed, reduced and repriced as reported, in one transaction.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default false */
                        fix?: boolean;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                            fixed: boolean;
                            problems: {
                                available?: number;
                                itemId: string;
                                max?: number;
                                priceChange?: {
                                    /** @description major units with the currency's digits */
                                    new: number;
                                    /** @description above the percentage that the store wants shown */
                                    notable: boolean;
                                    /** @description major units with the currency's digits */
                                    old: number;
                                    percent: number | null;
                                };
                                /** @enum {string} */
                                problem: "gone" | "unpublished" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit" | "price-changed";
                                productId: string;
                                quantity: number;
                                /** @enum {string} */
                                repair: "remove" | "reduce" | "reprice";
                                repairedQuantity: number;
                                title: string;
                                variantId: string;
                            }[];
                            rules: {
                                details?: {
                                    [key: string]: unknown;
                                };
                                field?: string;
                                reason: string;
                            }[];
                            /** @description whether nothing is wrong (any more, with `fix`) */
                            valid: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the checkout
         * @description The newest one that is open or being paid, as it was quoted.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            checkout: {
                                billingAddress: {
                                    city: string | null;
                                    country: string | null;
                                    line1: string | null;
                                    line2: string | null;
                                    name: string | null;
                                    postalCode: string | null;
                                    region: string | null;
                                } | null;
                                company: string | null;
                                createdAt: string;
                                currency: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                email: string | null;
                                id: string;
                                /** @description what can be bought of the cart */
                                lines: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                phone: string | null;
                                /** @description since the buyer last agreed to a price; in the answer to PUT */
                                priceChanges?: {
                                    change: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    };
                                    itemId: string;
                                    title: string;
                                    variantId: string;
                                }[];
                                /** @description every broken rule; it can be paid once there is none */
                                problems: {
                                    details?: {
                                        [key: string]: unknown;
                                    };
                                    /** @description such as `shippingAddress.city` */
                                    field: string;
                                    message: string;
                                    reason: string;
                                }[];
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    city: string | null;
                                    country: string | null;
                                    line1: string | null;
                                    line2: string | null;
                                    name: string | null;
                                    postalCode: string | null;
                                    region: string | null;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @description in the answer to PUT */
                                shippingMethods?: {
                                    /** @description those that can be chosen */
                                    methods: {
                                        /** @description value of the goods from which it costs nothing */
                                        freeFrom: number | null;
                                        id: string;
                                        label: string;
                                        /** @description major units with the currency's digits */
                                        price: number;
                                    }[];
                                    unavailable: {
                                        /** @description value of the goods from which it costs nothing */
                                        freeFrom: number | null;
                                        id: string;
                                        label: string;
                                        /** @description major units with the currency's digits */
                                        price: number;
                                        problems: {
                                            details?: {
                                                [key: string]: unknown;
                                            };
                                            /** @description such as `shippingAddress.city` */
                                            field: string;
                                            message: string;
                                            reason: string;
                                        }[];
                                    }[];
                                };
                                /** @enum {string} */
                                status: "open" | "paying" | "placed" | "closed";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description in the other amounts already where `taxIncluded`, else on top */
                                tax: number;
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                updatedAt: string;
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        /**
         * Quote the cart
         * @description Replaces the open checkout. Every broken rule is told at once, in `problems`.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the shipping address where left out */
                        billingAddress?: {
                            city?: string | null;
                            country?: string | null;
                            /** @description street and house */
                            line1?: string | null;
                            line2?: string | null;
                            name?: string | null;
                            postalCode?: string | null;
                            /** @description state, county or province */
                            region?: string | null;
                        } | null;
                        company?: string | null;
                        /**
                         * @default private
                         * @enum {string}
                         */
                        customerType?: "private" | "business";
                        /** @description a user's own where left out; a guest must give one */
                        email?: string | null;
                        note?: string | null;
                        /** @description with its country code, or of the country of the address */
                        phone?: string | null;
                        shippingAddress?: {
                            city?: string | null;
                            country?: string | null;
                            /** @description street and house */
                            line1?: string | null;
                            line2?: string | null;
                            name?: string | null;
                            postalCode?: string | null;
                            /** @description state, county or province */
                            region?: string | null;
                        } | null;
                        /** @description id of `GET /api/checkout/shipping-methods` */
                        shippingMethod?: string | null;
                        vatNumber?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            checkout: {
                                billingAddress: {
                                    city: string | null;
                                    country: string | null;
                                    line1: string | null;
                                    line2: string | null;
                                    name: string | null;
                                    postalCode: string | null;
                                    region: string | null;
                                } | null;
                                company: string | null;
                                createdAt: string;
                                currency: string;
                                /** @enum {string} */
                                customerType: "private" | "business";
                                email: string | null;
                                id: string;
                                /** @description what can be bought of the cart */
                                lines: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                phone: string | null;
                                /** @description since the buyer last agreed to a price; in the answer to PUT */
                                priceChanges?: {
                                    change: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    };
                                    itemId: string;
                                    title: string;
                                    variantId: string;
                                }[];
                                /** @description every broken rule; it can be paid once there is none */
                                problems: {
                                    details?: {
                                        [key: string]: unknown;
                                    };
                                    /** @description such as `shippingAddress.city` */
                                    field: string;
                                    message: string;
                                    reason: string;
                                }[];
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    city: string | null;
                                    country: string | null;
                                    line1: string | null;
                                    line2: string | null;
                                    name: string | null;
                                    postalCode: string | null;
                                    region: string | null;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @description in the answer to PUT */
                                shippingMethods?: {
                                    /** @description those that can be chosen */
                                    methods: {
                                        /** @description value of the goods from which it costs nothing */
                                        freeFrom: number | null;
                                        id: string;
                                        label: string;
                                        /** @description major units with the currency's digits */
                                        price: number;
                                    }[];
                                    unavailable: {
                                        /** @description value of the goods from which it costs nothing */
                                        freeFrom: number | null;
                                        id: string;
                                        label: string;
                                        /** @description major units with the currency's digits */
                                        price: number;
                                        problems: {
                                            details?: {
                                                [key: string]: unknown;
                                            };
                                            /** @description such as `shippingAddress.city` */
                                            field: string;
                                            message: string;
                                            reason: string;
                                        }[];
                                    }[];
                                };
                                /** @enum {string} */
                                status: "open" | "paying" | "placed" | "closed";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description in the other amounts already where `taxIncluded`, else on top */
                                tax: number;
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                updatedAt: string;
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkout/shipping-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the shipping methods for the cart
         * @description With prices; those that cannot be had are listed apart, with the reasons.
         */
        get: {
            parameters: {
                query?: {
                    /** @description of the open checkout where left out */
                    country?: string;
                    customerType?: "private" | "business";
                    postalCode?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            country: string | null;
                            currency: string;
                            market: string;
                            /** @description those that can be chosen */
                            methods: {
                                /** @description value of the goods from which it costs nothing */
                                freeFrom: number | null;
                                id: string;
                                label: string;
                                /** @description major units with the currency's digits */
                                price: number;
                            }[];
                            /** @description whether anything of the cart is sent at all */
                            needed: boolean;
                            unavailable: {
                                /** @description value of the goods from which it costs nothing */
                                freeFrom: number | null;
                                id: string;
                                label: string;
                                /** @description major units with the currency's digits */
                                price: number;
                                problems: {
                                    details?: {
                                        [key: string]: unknown;
                                    };
                                    /** @description such as `shippingAddress.city` */
                                    field: string;
                                    message: string;
                                    reason: string;
                                }[];
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            status: "ok";
                            uptimeSeconds: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List my orders */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            nextCursor: string | null;
                            orders: {
                                billingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                canceledAt: string | null;
                                company: string | null;
                                currency: string;
                                customerType: string;
                                deliveredAt: string | null;
                                email: string;
                                history: {
                                    at: string;
                                    by: string;
                                    from: ("pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded") | null;
                                    reason: string;
                                    /** @enum {string} */
                                    to: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                    trackingNumber: string | null;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                items: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    productId: string;
                                    purchase: string;
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                /** @description running number such as `#1001` */
                                number: string;
                                payment: {
                                    /** @description major units with the currency's digits */
                                    captured: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    provider: string;
                                    /** @description major units with the currency's digits */
                                    refunded: number;
                                    status: string;
                                };
                                phone: string | null;
                                placedAt: string;
                                processingAt: string | null;
                                refundedAt: string | null;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                shippedAt: string | null;
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @enum {string} */
                                status: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description major units with the currency's digits */
                                tax: number;
                                /** @description whether the prices hold the tax */
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                trackingNumber: string | null;
                                updatedAt: string;
                                vatNumber: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Make the order of a paid checkout
         * @description Once for a checkout, whether this or a webhook comes first.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description UUIDv7
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        checkoutId?: string;
                        /** @description what the gateway calls it; only compared */
                        intentId?: string;
                        /**
                         * Format: uuid
                         * @description the newest where left out
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        paymentId?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            order: {
                                billingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                canceledAt: string | null;
                                company: string | null;
                                currency: string;
                                customerType: string;
                                deliveredAt: string | null;
                                email: string;
                                history: {
                                    at: string;
                                    by: string;
                                    from: ("pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded") | null;
                                    reason: string;
                                    /** @enum {string} */
                                    to: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                    trackingNumber: string | null;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                items: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    productId: string;
                                    purchase: string;
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                /** @description running number such as `#1001` */
                                number: string;
                                payment: {
                                    /** @description major units with the currency's digits */
                                    captured: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    provider: string;
                                    /** @description major units with the currency's digits */
                                    refunded: number;
                                    status: string;
                                };
                                phone: string | null;
                                placedAt: string;
                                processingAt: string | null;
                                refundedAt: string | null;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                shippedAt: string | null;
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @enum {string} */
                                status: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description major units with the currency's digits */
                                tax: number;
                                /** @description whether the prices hold the tax */
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                trackingNumber: string | null;
                                updatedAt: string;
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read my order */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            order: {
                                billingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                canceledAt: string | null;
                                company: string | null;
                                currency: string;
                                customerType: string;
                                deliveredAt: string | null;
                                email: string;
                                history: {
                                    at: string;
                                    by: string;
                                    from: ("pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded") | null;
                                    reason: string;
                                    /** @enum {string} */
                                    to: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                    trackingNumber: string | null;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                items: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    productId: string;
                                    purchase: string;
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                /** @description running number such as `#1001` */
                                number: string;
                                payment: {
                                    /** @description major units with the currency's digits */
                                    captured: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    provider: string;
                                    /** @description major units with the currency's digits */
                                    refunded: number;
                                    status: string;
                                };
                                phone: string | null;
                                placedAt: string;
                                processingAt: string | null;
                                refundedAt: string | null;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                shippedAt: string | null;
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @enum {string} */
                                status: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description major units with the currency's digits */
                                tax: number;
                                /** @description whether the prices hold the tax */
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                trackingNumber: string | null;
                                updatedAt: string;
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel my order
         * @description Until it is shipped. The goods go back on the shelf and the money to the buyer.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            order: {
                                billingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                canceledAt: string | null;
                                company: string | null;
                                currency: string;
                                customerType: string;
                                deliveredAt: string | null;
                                email: string;
                                history: {
                                    at: string;
                                    by: string;
                                    from: ("pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded") | null;
                                    reason: string;
                                    /** @enum {string} */
                                    to: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                    trackingNumber: string | null;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                items: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    productId: string;
                                    purchase: string;
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                /** @description running number such as `#1001` */
                                number: string;
                                payment: {
                                    /** @description major units with the currency's digits */
                                    captured: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    provider: string;
                                    /** @description major units with the currency's digits */
                                    refunded: number;
                                    status: string;
                                };
                                phone: string | null;
                                placedAt: string;
                                processingAt: string | null;
                                refundedAt: string | null;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                shippedAt: string | null;
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @enum {string} */
                                status: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description major units with the currency's digits */
                                tax: number;
                                /** @description whether the prices hold the tax */
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                trackingNumber: string | null;
                                updatedAt: string;
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}/invoice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the invoice of an order as a PDF
         * @description For its buyer, and for staff, whose reading leaves an audit row.
         */
        get: {
            parameters: {
                query?: {
                    locale?: "en" | "et" | "ru";
                };
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the invoice */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give money back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description major units; all that is left where left out */
                        amount?: number | string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            order: {
                                billingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                canceledAt: string | null;
                                company: string | null;
                                currency: string;
                                customerType: string;
                                deliveredAt: string | null;
                                email: string;
                                history: {
                                    at: string;
                                    by: string;
                                    from: ("pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded") | null;
                                    reason: string;
                                    /** @enum {string} */
                                    to: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                    trackingNumber: string | null;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                items: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    productId: string;
                                    purchase: string;
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                /** @description running number such as `#1001` */
                                number: string;
                                payment: {
                                    /** @description major units with the currency's digits */
                                    captured: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    provider: string;
                                    /** @description major units with the currency's digits */
                                    refunded: number;
                                    status: string;
                                };
                                phone: string | null;
                                placedAt: string;
                                processingAt: string | null;
                                refundedAt: string | null;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                shippedAt: string | null;
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @enum {string} */
                                status: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description major units with the currency's digits */
                                tax: number;
                                /** @description whether the prices hold the tax */
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                trackingNumber: string | null;
                                updatedAt: string;
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}/reorder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Buy an order again
         * @description What can be had of it, and why not the rest; with `addToCart` it is put into the cart.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default false */
                        addToCart?: boolean;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            added: boolean;
                            lines: {
                                currency: string;
                                price: number | null;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                productId: string;
                                purchase: string;
                                quantity: number;
                                requested: number;
                                title: string;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                variantId: string;
                            }[];
                            unavailable: {
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                productId: string;
                                reason: string;
                                requested: number;
                                title: string;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                variantId: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Move an order along */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason?: string;
                        /** @enum {string} */
                        status: "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                        /** @description with `shipped` */
                        trackingNumber?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            order: {
                                billingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                canceledAt: string | null;
                                company: string | null;
                                currency: string;
                                customerType: string;
                                deliveredAt: string | null;
                                email: string;
                                history: {
                                    at: string;
                                    by: string;
                                    from: ("pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded") | null;
                                    reason: string;
                                    /** @enum {string} */
                                    to: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                    trackingNumber: string | null;
                                }[];
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                items: {
                                    imageUrl: string | null;
                                    /** @description major units with the currency's digits */
                                    lineTotal: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    productId: string;
                                    purchase: string;
                                    quantity: number;
                                    sku: string | null;
                                    slug: string;
                                    /** @description major units with the currency's digits */
                                    tax: number;
                                    taxPercent: number;
                                    title: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    variantId: string;
                                }[];
                                market: string;
                                note: string;
                                /** @description running number such as `#1001` */
                                number: string;
                                payment: {
                                    /** @description major units with the currency's digits */
                                    captured: number;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    provider: string;
                                    /** @description major units with the currency's digits */
                                    refunded: number;
                                    status: string;
                                };
                                phone: string | null;
                                placedAt: string;
                                processingAt: string | null;
                                refundedAt: string | null;
                                refunds: {
                                    /** @description major units with the currency's digits */
                                    amount: number;
                                    createdAt: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    reason: string;
                                    status: string;
                                }[];
                                shippedAt: string | null;
                                /** @description major units with the currency's digits */
                                shipping: number;
                                shippingAddress: {
                                    [key: string]: unknown;
                                } | null;
                                shippingLabel: string | null;
                                shippingMethod: string | null;
                                /** @enum {string} */
                                status: "pending" | "processing" | "shipped" | "delivered" | "canceled" | "refunded";
                                /** @description major units with the currency's digits */
                                subtotal: number;
                                /** @description major units with the currency's digits */
                                tax: number;
                                /** @description whether the prices hold the tax */
                                taxIncluded: boolean;
                                /** @description major units with the currency's digits */
                                total: number;
                                trackingNumber: string | null;
                                updatedAt: string;
                                vatNumber: string | null;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how a payment stands
         * @description For the page that waits for the word that it is paid. While it is open its gateway is asked, every 2 seconds at most.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            payment: {
                                /** @description major units with the currency's digits */
                                amount: number;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                checkoutId: string;
                                currency: string;
                                failure: string | null;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                intentId: string | null;
                                orderId: string | null;
                                /** @enum {string} */
                                provider: "sandbox" | "stripe" | "razorpay" | "cod";
                                status: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/create-order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to pay the checkout
         * @description Freezes the checkout, keeps its goods and asks the gateway for an intent of its total. Again, it goes on with the same payment.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description the newest where left out
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        checkoutId?: string;
                        /**
                         * @description the first the market offers where left out
                         * @enum {string}
                         */
                        provider?: "sandbox" | "stripe" | "razorpay" | "cod";
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            payment: {
                                /** @description major units with the currency's digits */
                                amount: number;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                checkoutId: string;
                                /** @description what the gateway's page or script needs; null where nothing is to be paid now */
                                client: {
                                    [key: string]: string;
                                } | null;
                                currency: string;
                                /** @description how long the goods are kept for it */
                                holdUntil: string;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                intentId: string | null;
                                /** @enum {string} */
                                provider: "sandbox" | "stripe" | "razorpay" | "cod";
                                status: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the ways to pay */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            market: string;
                            providers: ("sandbox" | "stripe" | "razorpay" | "cod")[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check that a payment is paid
         * @description The gateway is asked; what the browser brings back is only compared. A paid checkout becomes its order here, too.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Razorpay: `razorpay_payment_id` */
                        gatewayPaymentId?: string;
                        /** @description what the gateway calls it (Razorpay: `razorpay_order_id`) */
                        intentId?: string;
                        /**
                         * Format: uuid
                         * @description UUIDv7
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        paymentId: string;
                        /** @description Razorpay: `razorpay_signature` */
                        signature?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            payment: {
                                /** @description major units with the currency's digits */
                                amount: number;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                checkoutId: string;
                                currency: string;
                                failure: string | null;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                intentId: string | null;
                                orderId: string | null;
                                /** @enum {string} */
                                provider: "sandbox" | "stripe" | "razorpay" | "cod";
                                status: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an event of Razorpay
         * @description Signed by the gateway. 200 once it is stored; worked on afterwards, any number of times with one effect.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            received: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/webhook/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an event of a gateway
         * @description Signed by the gateway. 200 once it is stored; worked on afterwards, any number of times with one effect.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    provider: "sandbox" | "stripe" | "razorpay";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            received: true;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the categories that have products */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            categories: {
                                name: string;
                                productCount: number;
                                slug: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/designers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List designers */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    sort?: "name" | "newest";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            designers: {
                                bio: string;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                location: string;
                                name: string;
                                newestProduct: {
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    imageUrl: string | null;
                                    publishedAt: string;
                                    slug: string;
                                    title: string;
                                } | null;
                                productCount: number;
                                slug: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/designers/{idOrSlug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a designer by id or slug */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    idOrSlug: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            designer: {
                                bio: string;
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                location: string;
                                name: string;
                                newestProduct: {
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    imageUrl: string | null;
                                    publishedAt: string;
                                    slug: string;
                                    title: string;
                                } | null;
                                productCount: number;
                                slug: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/markets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the markets */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            markets: {
                                code: string;
                                /** @description delivered to; null is every one */
                                countries: string[] | null;
                                currency: string;
                                default: boolean;
                                locales: string[];
                                name: string;
                                /** @description what an order of each kind of customer must have, such as `postalCode` */
                                required: {
                                    business: string[];
                                    private: string[];
                                };
                                taxIncluded: boolean;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List and search products
         * @description Search, filters, order, pages by number or cursor, and the facets of what was found.
         */
        get: {
            parameters: {
                query?: {
                    /** @description slug, singular or plural */
                    category?: string;
                    /** @description `nextCursor` of the answer before; excludes `page` */
                    cursor?: string;
                    /** @description slug or id */
                    designer?: string;
                    inStock?: "true" | "false";
                    limit?: number;
                    /** @description in major units of the market's currency */
                    maxPrice?: string;
                    /** @description in major units of the market's currency */
                    minPrice?: string;
                    /** @description Name:Value, repeatable; values of one name are alternatives */
                    option?: string[];
                    /** @description counts from 1; excludes `cursor` */
                    page?: number;
                    /** @description words to look for; typos are forgiven */
                    q?: string;
                    sort?: "relevance" | "newest" | "price-asc" | "price-desc" | "title";
                    tag?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            facets: {
                                categories: {
                                    count: number;
                                    name: string;
                                    slug: string;
                                }[];
                                designers: {
                                    count: number;
                                    name: string;
                                    slug: string;
                                }[];
                                inStock: number;
                                options: {
                                    name: string;
                                    values: {
                                        count: number;
                                        value: string;
                                    }[];
                                }[];
                                price: {
                                    /** @description major units with the currency's digits */
                                    max: number;
                                    /** @description major units with the currency's digits */
                                    min: number;
                                } | null;
                            };
                            nextCursor: string | null;
                            /** @description null when a cursor was followed */
                            page: number | null;
                            products: {
                                /** @description pieces of all variants together */
                                available: number;
                                category: {
                                    name: string;
                                    slug: string;
                                };
                                /** @description former price of the cheapest variant, where it was higher */
                                compareAtPrice: number | null;
                                currency: string;
                                designer: {
                                    name: string;
                                    slug: string;
                                };
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                imageUrl: string | null;
                                inStock: boolean;
                                /** @description major units with the currency's digits */
                                priceFrom: number;
                                /** @description major units with the currency's digits */
                                priceTo: number;
                                slug: string;
                                tags: string[];
                                title: string;
                                variantCount: number;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/products/{idOrSlug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a product by id or slug */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    idOrSlug: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            product: {
                                category: {
                                    name: string;
                                    slug: string;
                                };
                                descriptionHtml: string;
                                designer: {
                                    name: string;
                                    slug: string;
                                };
                                /**
                                 * Format: uuid
                                 * @description UUIDv7
                                 * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                 */
                                id: string;
                                images: {
                                    alt: string;
                                    url: string;
                                }[];
                                imageUrl: string | null;
                                options: {
                                    name: string;
                                    values: string[];
                                }[];
                                publishedAt: string | null;
                                slug: string;
                                tags: string[];
                                title: string;
                                variants: {
                                    available: number;
                                    compareAtPrice: number | null;
                                    currency: string;
                                    /**
                                     * Format: uuid
                                     * @description UUIDv7
                                     * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                                     */
                                    id: string;
                                    imageUrl: string | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description major units with the currency's digits */
                                    price: number;
                                    sku: string | null;
                                    subscriptionEligible: boolean;
                                    weightGrams: number;
                                }[];
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** May traffic be sent here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            database: boolean;
                            jobs: boolean;
                            migrations: boolean;
                            /** @constant */
                            status: "ready";
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the wishlist */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            wishlist: {
                                currency: string;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    currency: string;
                                    id: string;
                                    imageUrl: string | null;
                                    options: {
                                        [key: string]: string;
                                    } | null;
                                    /** @description the lowest of its variants where none was chosen */
                                    price: number | null;
                                    productId: string;
                                    slug: string;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock";
                                    title: string;
                                    variantId: string | null;
                                }[];
                                market: string;
                                totalItems: number;
                                userId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishlist/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a product or variant on the wishlist
         * @description 201 where it is new, 200 where it was there already.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description UUIDv7
                         * @example 0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61
                         */
                        productId: string;
                        variantId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            wishlist: {
                                currency: string;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    currency: string;
                                    id: string;
                                    imageUrl: string | null;
                                    options: {
                                        [key: string]: string;
                                    } | null;
                                    /** @description the lowest of its variants where none was chosen */
                                    price: number | null;
                                    productId: string;
                                    slug: string;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock";
                                    title: string;
                                    variantId: string | null;
                                }[];
                                market: string;
                                totalItems: number;
                                userId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            wishlist: {
                                currency: string;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    currency: string;
                                    id: string;
                                    imageUrl: string | null;
                                    options: {
                                        [key: string]: string;
                                    } | null;
                                    /** @description the lowest of its variants where none was chosen */
                                    price: number | null;
                                    productId: string;
                                    slug: string;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock";
                                    title: string;
                                    variantId: string | null;
                                }[];
                                market: string;
                                totalItems: number;
                                userId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishlist/items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an item off the wishlist */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            wishlist: {
                                currency: string;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    currency: string;
                                    id: string;
                                    imageUrl: string | null;
                                    options: {
                                        [key: string]: string;
                                    } | null;
                                    /** @description the lowest of its variants where none was chosen */
                                    price: number | null;
                                    productId: string;
                                    slug: string;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock";
                                    title: string;
                                    variantId: string | null;
                                }[];
                                market: string;
                                totalItems: number;
                                userId: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishlist/items/{id}/move-to-cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a wish into the cart
         * @description It stays on the wishlist where the cart refuses it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description UUIDv7 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @default 1
                         * @example 2
                         */
                        quantity?: number;
                        variantId?: string | null;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cart: {
                                currency: string;
                                /** @description null before the first use */
                                id: string | null;
                                items: {
                                    addedAt: string;
                                    available: number;
                                    id: string;
                                    imageUrl: string | null;
                                    lineTotal: number | null;
                                    maxQuantity: number;
                                    options: {
                                        [key: string]: string;
                                    };
                                    /** @description null where it cannot be bought in this market; then it counts in no total */
                                    price: number | null;
                                    priceChange: {
                                        /** @description major units with the currency's digits */
                                        new: number;
                                        /** @description above the percentage that the store wants shown */
                                        notable: boolean;
                                        /** @description major units with the currency's digits */
                                        old: number;
                                        percent: number | null;
                                    } | null;
                                    productId: string;
                                    purchase: {
                                        /** @constant */
                                        type: "once";
                                    } | {
                                        /** @enum {string} */
                                        interval: "week" | "month" | "quarter";
                                        /** @constant */
                                        type: "subscription";
                                    };
                                    quantity: number;
                                    sku: string | null;
                                    slug: string | null;
                                    /** @enum {string} */
                                    status: "ok" | "unavailable" | "not-sold-in-market" | "out-of-stock" | "reduced" | "over-limit";
                                    title: string;
                                    variantId: string;
                                }[];
                                market: string;
                                /** @description ids of the items not sold in this market */
                                notSold: string[];
                                /** @description pieces */
                                totalItems: number;
                                /** @description major units with the currency's digits */
                                totalPrice: number;
                                updatedAt: string | null;
                                /** @description of the user or guest */
                                userId: string;
                                /** @description moves with every change; the ETag is `"v<version>"` */
                                version: number;
                            };
                            wishlist: {
                                items: ({
                                    id: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ErrorDetails: {
            ACCOUNT_BUSY: {
                /** @description what is to be finished first */
                because: ("payment" | "refund" | "order" | "last-admin")[];
            };
            ACCOUNT_INACTIVE: null;
            ACCOUNT_LOCKED: {
                /** @description seconds */
                retryAfter: number;
            };
            ADDRESS_LIMIT: {
                max: number;
            };
            ADDRESS_NOT_FOUND: null;
            ASKED_TOO_OFTEN: {
                /** @description seconds */
                retryAfter: number;
            };
            BODY_TOO_LARGE: {
                maxBytes: number;
            };
            CART_CHANGED: {
                differences: {
                    new: number | null;
                    old: number | null;
                    title?: string;
                    variantId?: string;
                    /** @enum {string} */
                    what: "added" | "removed" | "quantity" | "price" | "shipping" | "tax" | "total" | "other";
                }[];
            };
            CART_EMPTY: null;
            CART_FULL: {
                /** @description lines */
                max: number;
            };
            CHECKOUT_INCOMPLETE: {
                problems: {
                    details?: {
                        [key: string]: unknown;
                    };
                    field: string;
                    reason: string;
                }[];
            };
            CHECKOUT_NOT_FOUND: null;
            CODE_INVALID: null;
            CODE_TRIES_SPENT: {
                /** @description seconds */
                retryAfter: number;
            };
            COUNTRY_NOT_SERVED: {
                /** @description those that are */
                countries: string[];
            };
            CREDENTIALS_INVALID: null;
            CSRF_INVALID: null;
            DATABASE_UNAVAILABLE: {
                /** @description seconds */
                retryAfter: number;
            };
            DESIGNER_NOT_FOUND: null;
            EMAIL_REQUIRED: null;
            EMAIL_TAKEN: null;
            EMAIL_UNVERIFIED: null;
            FIELD_REQUIRED: null;
            FORBIDDEN: null;
            GUEST_UNKNOWN: null;
            GUESTS_OFF: null;
            HEADERS_TOO_LARGE: null;
            IDEMPOTENCY_IN_PROGRESS: {
                /** @description seconds */
                retryAfter: number;
            };
            IDEMPOTENCY_KEY_REQUIRED: null;
            IDEMPOTENCY_MISMATCH: null;
            INSUFFICIENT_STOCK: {
                available: number;
                /** @description over all lines of the variant */
                requested: number;
            };
            INTERNAL: null;
            INVALID_TRANSITION: {
                allowed: string[];
                from: string;
                to: string;
            };
            ITEM_NOT_FOUND: null;
            ITEM_UNAVAILABLE: {
                title: string;
            };
            LINK_INVALID: null;
            MALFORMED_JSON: null;
            MALFORMED_REQUEST: null;
            MARKET_UNKNOWN: null;
            NO_SUCH_USER: null;
            NOT_READY: {
                database: boolean;
                jobs: boolean;
                migrations: boolean;
            };
            NOT_SOLD_IN_MARKET: null;
            NOTHING_TO_REFUND: null;
            NOTHING_TO_VERIFY: null;
            ORDER_ABOVE_MAXIMUM: {
                currency: string;
                /** @description major units with the currency's digits */
                maximum: number;
                /** @description of the goods */
                value: number;
            };
            ORDER_BELOW_MINIMUM: {
                currency: string;
                /** @description major units with the currency's digits */
                minimum: number;
                /** @description of the goods */
                value: number;
            };
            ORDER_DELAYED: {
                /** @description seconds */
                retryAfter: number;
            };
            ORDER_NOT_FOUND: null;
            OVERLOADED: {
                /** @description seconds */
                retryAfter: number;
            };
            OWNER_CHANGED: null;
            PASSWORD_SIGN_IN_ONLY: null;
            PASSWORD_WEAK: {
                /** @description the rules it breaks */
                rules: ("length" | "upper" | "lower" | "digit" | "common")[];
            };
            PASSWORD_WRONG: null;
            PAYMENT_GATEWAY_UNAVAILABLE: {
                /** @description seconds */
                retryAfter: number;
            };
            PAYMENT_INVALID: {
                failure: string | null;
                status: string;
            };
            PAYMENT_NOT_FOUND: null;
            PAYMENT_NOT_OWNED: null;
            PAYMENT_REFUSED: {
                code: string;
            };
            PAYMENT_RETURNED: {
                /** @enum {string} */
                because: "sold-out" | "paid-twice" | "superseded" | "order-failed";
            };
            PHONE_COUNTRY_NOT_SERVED: null;
            PHONE_INVALID: null;
            PHONE_NOT_MOBILE: null;
            PHONE_SIGN_IN_OFF: null;
            PHONE_TAKEN: null;
            PHONE_UNVERIFIED: {
                currency: string;
                /** @description value of the goods above which it is needed */
                threshold: number;
            };
            PRECONDITION_FAILED: null;
            PRODUCT_NOT_FOUND: null;
            PROVIDER_NOT_OFFERED: {
                providers: string[];
            };
            QUANTITY_LIMIT: {
                max: number;
                /** @description over all lines of the variant */
                requested: number;
            };
            RATE_LIMITED: {
                limit: number;
                /** @description seconds */
                retryAfter: number;
            };
            RECENT_LOGIN_REQUIRED: {
                /** @description how recent */
                minutes: number;
            };
            RECENT_SIGN_IN_REQUIRED: null;
            REFRESH_INVALID: null;
            REFRESH_REUSED: null;
            REFUND_TOO_LARGE: null;
            REQUEST_TIMEOUT: null;
            ROUTE_NOT_FOUND: null;
            SESSION_CONTEXT_CHANGED: null;
            SESSION_NOT_FOUND: null;
            SESSION_REVOKED: null;
            SHIPPING_GOODS_REFUSED: {
                /** @description of the goods */
                tags: string[];
            };
            SHIPPING_METHOD_REQUIRED: null;
            SHIPPING_METHOD_UNKNOWN: null;
            SHIPPING_NOT_FOR_CUSTOMER: {
                /** @description whom it is for */
                customerTypes: string[];
            };
            SHIPPING_NOT_IN_MARKET: null;
            SHIPPING_NOT_TO_COUNTRY: {
                /** @description where it goes */
                countries: string[];
            };
            SHIPPING_NOT_TO_PO_BOX: null;
            SHIPPING_NOT_TO_POSTAL_CODE: null;
            SHIPPING_TOO_HEAVY: {
                grams: number;
                maxGrams: number;
            };
            SHIPPING_TOO_LIGHT: {
                grams: number;
                minGrams: number;
            };
            SHIPPING_VALUE_TOO_HIGH: {
                currency: string;
                /** @description major units with the currency's digits */
                maximum: number;
                /** @description of the goods */
                value: number;
            };
            SHIPPING_VALUE_TOO_LOW: {
                currency: string;
                /** @description major units with the currency's digits */
                minimum: number;
                /** @description of the goods */
                value: number;
            };
            SHOPPER_GONE: null;
            SUBSCRIPTION_INTERVAL_NOT_OFFERED: {
                /** @description those that are */
                intervals: string[];
            };
            SUBSCRIPTION_NEEDS_ACCOUNT: null;
            SUBSCRIPTION_NOT_AVAILABLE: null;
            SUBSCRIPTION_NOT_IN_MARKET: null;
            TOKEN_EXPIRED: null;
            TOKEN_INVALID: null;
            TOO_MANY_STREAMS: {
                max: number;
            };
            TOTP_ALREADY_ON: null;
            TOTP_INVALID: null;
            TOTP_NOT_ON: null;
            TOTP_REQUIRED: null;
            UNAUTHENTICATED: null;
            UNSUPPORTED_MEDIA_TYPE: null;
            URL_TOO_LONG: null;
            USER_NOT_FOUND: null;
            VALIDATION_FAILED: {
                fields: {
                    field: string;
                    hint: string;
                    in: string;
                    problem: string;
                }[];
            };
            VARIANT_NOT_FOUND: null;
            VARIANT_REQUIRED: {
                variants: string[];
            };
            VAT_NUMBER_INVALID: null;
            WEBHOOK_INVALID: null;
            WISHLIST_FULL: {
                max: number;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
