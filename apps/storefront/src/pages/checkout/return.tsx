export function Return() {
  return <p>Return</p>;
}
