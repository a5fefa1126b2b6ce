-- One delivered file: typed, persons by key, written by the month in which it happened.
insert into person_map
select person_id, person_key_of(person_id)
from (select distinct person_id from read_parquet({file})) as f
where not exists (select 1 from person_map as m where m.person_id = f.person_id);

copy (
    select
        r.event_id, r.source_system, m.person_key, r.bank_code, r.behaviour_code, r.scheme,
        r.occurred_at - interval 8 hours as occurred_at, cast(r.occurred_at as date) as occurred_on,
        cast(r.quantity as decimal(18, 6)) as quantity, r.unit, {load_id} as load_id, r.file_row_number as line_no,
        cast({known_at} as timestamp) as known_at, cast(date_trunc('month', r.occurred_at) as date) as month
    from read_parquet({file}, file_row_number = true) as r
    inner join person_map as m on r.person_id = m.person_id
    where r.quantity >= 0 and r.event_id is not null and r.behaviour_code is not null and r.unit is not null
) to {raw} (format parquet, compression zstd, partition_by (month), filename_pattern {pattern}, overwrite_or_ignore true);
