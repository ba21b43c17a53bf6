import { feltToys } from './felt-toys.mjs';
import { woodenToys } from './wooden-toys.mjs';

const kinds = { ...feltToys, ...woodenToys };

export const looks = {
  'kijiz-too-botokan': {
    scene: { shape: 'hills', tint: '#fbe3b4', tone: '#e3b36c', floor: '#c08a4c', floorAt: 860 },
    kind: 'camel',
  },
  'rainbow-after-rain-stacker': {
    scene: { shape: 'plain', tint: '#d6e6ea', tone: '#d6e6ea', floor: '#e3bf8c', floorAt: 880 },
    kind: 'rainbow',
  },
  'pull-along-dachshund': {
    scene: { shape: 'lowSun', tint: '#f5e3d0', tone: '#f0bfa0', floor: '#8fae92', floorAt: 860 },
    kind: 'dachshund',
  },
  'bath-time-tugboat': {
    scene: { shape: 'tiles', tint: '#cfe5e4', tone: '#bcd8d8' },
    kind: 'tugboat',
  },
  'felt-snow-leopard': {
    scene: { shape: 'hills', tint: '#bfd3e6', tone: '#8aa9c8', floor: '#e8eef2', floorAt: 860 },
    zoom: 1.03,
    kind: 'leopard',
  },
  'spinning-top-trio': {
    scene: { shape: 'rays', tint: '#f8e8c6', tone: '#f4dcaa', floor: '#7ba6a0', floorAt: 780 },
    kind: 'tops',
  },
  'balancing-moon': {
    scene: { shape: 'twinArch', tint: '#d9d3e6', tone: '#b9aed2', floor: '#6a5f8c', floorAt: 880 },
    kind: 'moon',
  },
  'knitted-hare': {
    scene: { shape: 'wallpaper', tint: '#e7eadb', tone: '#dde2cd', floor: '#9c7f66', floorAt: 880 },
    zoom: 1.18,
    kind: 'hare',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
