select * from {{ ref('base_points_redemption') }}
where version_class = 'current'
