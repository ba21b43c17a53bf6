export function VerifyEmail() {
  return <p>VerifyEmail</p>;
}
