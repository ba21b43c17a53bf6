export function Addresses() {
  return <p>Addresses</p>;
}
