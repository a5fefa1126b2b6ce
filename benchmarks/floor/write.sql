-- The tables that people read, as files of each audience.
copy (select * from person_behaviour_month) to '{out}/personal_month' (format parquet, compression zstd, partition_by (month));
copy (select * from ledger) to '{out}/points_ledger' (format parquet, compression zstd, partition_by (booked_month));
copy (select * from account where has_account_consent order by person_key) to '{out}/personal_account.parquet'
(format parquet, compression zstd);
copy (select * from points_balance order by person_key) to '{out}/points_balance.parquet' (format parquet, compression zstd);
copy community_month to '{out}/community_month.parquet' (format parquet, compression zstd);
copy allowance to '{out}/personal_allowance.parquet' (format parquet, compression zstd);
copy (
    select f.* from verdict as v inner join fct_personal_behaviour as f
        on v.month = f.month and v.load_id = f.load_id and v.line_no = f.line_no where v.rule_code is not null
) to '{out}/suspected_behaviour.parquet'
(format parquet, compression zstd);
copy (
    select c.bank_code, a.* from bank_customer as c inner join account as a on c.person_key = a.person_key
) to '{out}/bank_account' (format parquet, compression zstd, partition_by (bank_code));
copy (
    select c.bank_code, m.* from bank_customer as c inner join person_behaviour_month as m on c.person_key = m.person_key
) to '{out}/bank_month' (format parquet, compression zstd, partition_by (bank_code));
