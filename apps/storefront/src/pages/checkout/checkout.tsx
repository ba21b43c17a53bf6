export function Checkout() {
  return <p>Checkout</p>;
}
