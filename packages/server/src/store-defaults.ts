import type { z } from 'zod';
import type { marketCheckout } from './store-checkout.ts';

type Checkout = z.input<typeof marketCheckout>;

const DANGEROUS = ['hazardous'];

const courier = { en: 'Courier', et: 'Kuller', ru: 'Курьер' };
const post = { en: 'Standard post', et: 'Tavapost', ru: 'Обычная почта' };
const express = { en: 'Express', et: 'Ekspress', ru: 'Экспресс' };
const pickup = { en: 'Parcel locker', et: 'Pakiautomaat', ru: 'Постамат' };
const freight = { en: 'Freight', et: 'Kaubavedu', ru: 'Грузоперевозка' };

/** How the sample store's markets take and send orders. */
export const sampleCheckout: Record<'us' | 'ee' | 'kg' | 'in', Checkout> = {
  us: {
    countries: ['US'],
    required: {
      private: ['name', 'line1', 'city', 'region', 'postalCode'],
      business: ['name', 'line1', 'city', 'region', 'postalCode', 'company', 'vatNumber'],
    },
    order: {
      private: { minimum: '1.00', maximum: '10000.00' },
      business: { minimum: '1.00', maximum: '100000.00' },
    },
    verifiedPhoneAbove: '5000.00',
    shippingMethods: [
      { id: 'standard', label: post, price: '5.90', freeFrom: '75.00', maxWeightGrams: 30_000 },
      {
        id: 'express',
        label: express,
        price: '19.90',
        maxWeightGrams: 20_000,
        refusesTags: [...DANGEROUS, 'bulky'],
        refusesPostalCodes: ['967', '968', '995', '996', '997', '998', '999'],
        toPoBoxes: false,
      },
      {
        id: 'freight',
        label: freight,
        price: '89.00',
        minWeightGrams: 20_000,
        toPoBoxes: false,
      },
    ],
  },
  ee: {
    countries: ['EE', 'LV', 'LT', 'FI'],
    order: {
      private: { minimum: '1.00', maximum: '10000.00' },
      business: { minimum: '1.00', maximum: '100000.00' },
    },
    verifiedPhoneAbove: '5000.00',
    shippingMethods: [
      {
        id: 'parcel-locker',
        label: pickup,
        price: '3.49',
        freeFrom: '60.00',
        maxWeightGrams: 30_000,
        refusesTags: [...DANGEROUS, 'bulky'],
      },
      {
        id: 'courier',
        label: courier,
        price: '7.90',
        freeFrom: '120.00',
        maxWeightGrams: 50_000,
        refusesTags: DANGEROUS,
        toPoBoxes: false,
      },
      { id: 'freight', label: freight, price: '49.00', minWeightGrams: 30_000, toPoBoxes: false },
    ],
  },
  kg: {
    countries: ['KG'],
    required: {
      private: ['name', 'phone', 'line1', 'city'],
      business: ['name', 'phone', 'line1', 'city', 'company', 'vatNumber'],
    },
    order: {
      private: { minimum: '100.00', maximum: '1000000.00' },
      business: { minimum: '100.00', maximum: '10000000.00' },
    },
    verifiedPhoneAbove: '500000.00',
    shippingMethods: [
      { id: 'standard', label: post, price: '200.00', freeFrom: '5000.00', maxWeightGrams: 20_000 },
      {
        id: 'courier',
        label: courier,
        price: '350.00',
        maxWeightGrams: 100_000,
        refusesTags: DANGEROUS,
        toPoBoxes: false,
      },
    ],
  },
  in: {
    countries: ['IN'],
    required: {
      private: ['name', 'phone', 'line1', 'city', 'region', 'postalCode'],
      business: ['name', 'phone', 'line1', 'city', 'region', 'postalCode', 'company', 'vatNumber'],
    },
    order: {
      private: { minimum: '100.00', maximum: '1000000.00' },
      business: { minimum: '100.00', maximum: '10000000.00' },
    },
    verifiedPhoneAbove: '500000.00',
    shippingMethods: [
      { id: 'standard', label: post, price: '99.00', freeFrom: '1999.00', maxWeightGrams: 30_000 },
      {
        id: 'express',
        label: express,
        price: '249.00',
        maxWeightGrams: 15_000,
        refusesTags: [...DANGEROUS, 'bulky'],
        toPoBoxes: false,
      },
      { id: 'freight', label: freight, price: '1499.00', minWeightGrams: 20_000, toPoBoxes: false },
    ],
  },
};
