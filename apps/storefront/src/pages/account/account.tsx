import { Outlet } from '@tanstack/react-router';
export function Account() {
  return <Outlet />;
}
