// What the server is started with so that it takes little memory (docs/decisions/0007): half of what V8 would keep for young
// objects, and old ones collected before they have grown by half.
export const memoryFlags = ['--max-semi-space-size=8', '--heap-growing-percent=40'];
