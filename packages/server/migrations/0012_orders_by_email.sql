-- Every sign-in looks for orders that were placed as a guest with this email (CHK-5).
create index orders_by_email on orders (email);
