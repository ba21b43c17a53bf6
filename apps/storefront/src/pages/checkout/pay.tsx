export function Pay() {
  return <p>Pay</p>;
}
