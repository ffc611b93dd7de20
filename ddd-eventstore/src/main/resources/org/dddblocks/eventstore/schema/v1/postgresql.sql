-- The newest version of each stream: the row that two writers of one stream race for. A deleted one stays, at version 0.
create table if not exists ${table:stream} (
    stream_type varchar(100) collate "C" not null,
    stream_id   varchar(255) collate "C" not null,
    version     bigint                   not null check (version >= 0),
    deleted_at  timestamp(6) with time zone,
    primary key (stream_type, stream_id)
);

-- What happened. The first event of each stream in an append carries the append's id, if its sender gave one.
create table if not exists ${table:event} (
    position       bigint                   not null primary key,
    stream_type    varchar(100) collate "C" not null,
    stream_id      varchar(255) collate "C" not null,
    version        bigint                   not null check (version > 0),
    event_id       uuid                     not null,
    type_name      varchar(255) collate "C" not null,
    schema_version integer                  not null,
    occurred_at    timestamp(6) with time zone not null,
    recorded_at    timestamp(6) with time zone not null,
    correlation_id varchar(255),
    causation_id   varchar(255),
    actor          varchar(255),
    tenant         varchar(255),
    traceparent    varchar(255),
    payload        text                     not null,
    append_id      uuid,
    append_part    integer,
    append_size    integer,
    constraint ${name:event_in_stream} unique (stream_type, stream_id, version)
);

create unique index if not exists ${name:event_in_append} on ${table:event} (append_id, append_part)
    where append_id is not null;

-- Positions of the feed. No other user, no cache: the feed's reader relies on both.
create sequence if not exists ${table:event_position} as bigint cache 1;

-- How far each projection has come.
create table if not exists ${table:checkpoint} (
    projection varchar(100) collate "C" not null primary key,
    position   bigint                   not null
);

-- Events that a projection passed over, and why. PARKED: its stream waits with it; BEHIND: waits so; SKIPPED: went on.
create table if not exists ${table:set_aside} (
    projection     varchar(100) collate "C" not null,
    position       bigint not null,
    stream_type    varchar(100) collate "C" not null,
    stream_id      varchar(255) collate "C" not null,
    version        bigint not null,
    type_name      varchar(255) collate "C" not null,
    schema_version integer not null,
    how            varchar(10) not null,
    reason         varchar(1000) not null,
    set_aside_at   timestamp(6) with time zone not null,
    primary key (projection, position)
);

-- States of streams, so that a load need not read all events; a cache, whose rows may be deleted at any time.
create table if not exists ${table:snapshot} (
    stream_type varchar(100) collate "C" not null,
    stream_id   varchar(255) collate "C" not null,
    fingerprint varchar(64) collate "C" not null,
    version     bigint not null check (version > 0),
    occurred_at timestamp(6) with time zone not null,
    taken_at    timestamp(6) with time zone not null,
    payload     text not null,
    primary key (stream_type, stream_id, fingerprint, version)
);

-- Appends one event to one stream, in one round trip. The order of the steps is what the feed's reader relies on: the shared
-- lock, the stream's row, the position. Answers with the time in microseconds, a verdict and the stream's version.
-- Verdicts: 0 stored, 1 another version, 2 deleted. An expected version of -1 is any.
create or replace function ${table:append_one}(
    p_type text, p_id text, p_expected bigint, p_occurred timestamp with time zone,
    p_correlation text, p_causation text, p_actor text, p_tenant text, p_trace text,
    p_event uuid, p_name text, p_schema integer, p_payload text, p_alone boolean)
returns bigint[]
language plpgsql as $append$
declare
    v_version bigint;
    v_deleted boolean;
    v_at      timestamp(6) with time zone;
begin
    if p_alone and current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'An append on its own needs read committed.' using errcode = 'DDD01';
    end if;
    perform pg_advisory_xact_lock_shared(1684300901, '${table:event_position}'::regclass::oid::integer);
    if p_expected > 0 then
        update ${table:stream} s set version = s.version + 1
            where s.stream_type = p_type and s.stream_id = p_id and s.version = p_expected
            returning s.version into v_version;
    elsif p_expected = 0 then
        insert into ${table:stream} as s (stream_type, stream_id, version) values (p_type, p_id, 1)
            on conflict do nothing returning s.version into v_version;
    else
        insert into ${table:stream} as s (stream_type, stream_id, version) values (p_type, p_id, 1)
            on conflict (stream_type, stream_id) do update set version = s.version + 1
            where s.deleted_at is null returning s.version into v_version;
    end if;
    if v_version is null then
        select s.version, s.deleted_at is not null into v_version, v_deleted from ${table:stream} s
            where s.stream_type = p_type and s.stream_id = p_id for update;
        return array[null, case when v_deleted then 2 else 1 end, coalesce(v_version, 0)];
    end if;
    v_at := clock_timestamp();
    insert into ${table:event} (position, stream_type, stream_id, version, event_id, type_name, schema_version,
            occurred_at, recorded_at, correlation_id, causation_id, actor, tenant, traceparent, payload)
        values (nextval('${table:event_position}'), p_type, p_id, v_version, p_event, p_name, p_schema,
            p_occurred, v_at, p_correlation, p_causation, p_actor, p_tenant, p_trace, p_payload);
    return array[(extract(epoch from v_at) * 1000000)::bigint, 0, v_version];
end
$append$;

-- Several appends (a_) of one or more streams each (p_), with their events (e_), in one round trip: all of the streams (s_),
-- sorted, are locked first, then each append is judged in order, all of its streams or none, then all is written.
-- A stream that only one append wants, and this append only it, has its row moved at once to s_sizes more than s_lone.
-- An append that may be stored already has its given id in a_ids, or its first event's in a_firsts.
-- Answers with the time in microseconds, then for each p_ a verdict and the stream's version. Verdicts: 0 stored,
-- 1 another version, 2 deleted, 3 this append is stored, -1 because of another p_.
create or replace function ${table:append_all}(
    s_types text[], s_ids text[], s_creates boolean[], s_lone bigint[], s_sizes bigint[],
    a_ids uuid[], a_firsts uuid[], a_occurred timestamp with time zone[],
    a_correlations text[], a_causations text[], a_actors text[], a_tenants text[], a_traces text[],
    p_appends integer[], p_parts integer[], p_streams integer[], p_expected bigint[], p_sizes integer[],
    e_parts integer[], e_numbers integer[], e_ids uuid[], e_names text[], e_schemas integer[], e_payloads text[],
    p_alone boolean)
returns bigint[]
language plpgsql as $append$
declare
    n_parts    integer := cardinality(p_appends);
    v_version  bigint;
    v_deleted  boolean;
    v_before   bigint[];
    v_after    bigint[];
    v_gone     boolean[];
    v_moved    boolean[];
    v_answer   bigint[] := array_fill(0::bigint, array[2 * n_parts + 1]);
    v_firsts   bigint[] := array_fill(null::bigint, array[n_parts]);
    v_part     integer := 1;
    v_from     integer;
    v_culprit  integer;
    v_verdict  integer;
    v_at       timestamp(6) with time zone;
begin
    if p_alone and current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'An append on its own needs read committed.' using errcode = 'DDD01';
    end if;
    perform pg_advisory_xact_lock_shared(1684300901, '${table:event_position}'::regclass::oid::integer);
    for i in 1 .. cardinality(s_types) loop
        v_version := null;
        if s_lone[i] > 0 then
            update ${table:stream} s set version = s.version + s_sizes[i]
                where s.stream_type = s_types[i] and s.stream_id = s_ids[i] and s.version = s_lone[i]
                returning s.version into v_version;
        elsif s_lone[i] = 0 then
            insert into ${table:stream} as s (stream_type, stream_id, version) values (s_types[i], s_ids[i], s_sizes[i])
                on conflict do nothing returning s.version into v_version;
        elsif s_lone[i] = -1 then
            insert into ${table:stream} as s (stream_type, stream_id, version) values (s_types[i], s_ids[i], s_sizes[i])
                on conflict (stream_type, stream_id) do update set version = s.version + s_sizes[i]
                where s.deleted_at is null returning s.version into v_version;
        end if;
        v_moved[i] := v_version is not null;
        v_deleted := false;
        if v_moved[i] then
            v_version := v_version - s_sizes[i];
        else
            loop
                select s.version, s.deleted_at is not null into v_version, v_deleted from ${table:stream} s
                    where s.stream_type = s_types[i] and s.stream_id = s_ids[i] for update;
                exit when found or not s_creates[i];
                insert into ${table:stream} (stream_type, stream_id, version) values (s_types[i], s_ids[i], 0)
                    on conflict do nothing;
            end loop;
        end if;
        v_before[i] := coalesce(v_version, 0);
        v_gone[i] := coalesce(v_deleted, false);
    end loop;
    v_after := v_before;
    v_at := clock_timestamp();
    v_answer[1] := extract(epoch from v_at) * 1000000;
    for a in 1 .. cardinality(a_occurred) loop
        v_from := v_part;
        v_culprit := null;
        v_verdict := 0;
        while v_part <= n_parts and p_appends[v_part] = a loop
            if v_gone[p_streams[v_part]] and v_verdict <> 2 then
                v_culprit := v_part;
                v_verdict := 2;
            elsif v_verdict = 0 and p_expected[v_part] >= 0 and v_after[p_streams[v_part]] <> p_expected[v_part] then
                v_culprit := v_part;
                v_verdict := 1;
            end if;
            v_part := v_part + 1;
        end loop;
        if v_verdict <> 2 and (a_ids[a] is not null or a_firsts[a] is not null) then
            if exists (select from ${table:event} e where e.append_id = a_ids[a])
                    or exists (select from ${table:event} e where e.stream_type = s_types[p_streams[v_from]]
                        and e.stream_id = s_ids[p_streams[v_from]] and e.event_id = a_firsts[a]) then
                v_culprit := v_from;
                v_verdict := 3;
            end if;
        end if;
        for p in v_from .. v_part - 1 loop
            if v_verdict = 0 then
                v_firsts[p] := v_after[p_streams[p]];
                v_after[p_streams[p]] := v_firsts[p] + p_sizes[p];
            else
                v_answer[2 * p] := case when p = v_culprit then v_verdict else -1 end;
            end if;
            v_answer[2 * p + 1] := v_after[p_streams[p]];
        end loop;
    end loop;
    for i in 1 .. cardinality(s_types) loop
        if v_moved[i] then
            continue;
        elsif v_after[i] <> v_before[i] then
            update ${table:stream} s set version = v_after[i]
                where s.stream_type = s_types[i] and s.stream_id = s_ids[i];
        elsif v_before[i] = 0 and s_creates[i] and not v_gone[i] then
            delete from ${table:stream} s
                where s.stream_type = s_types[i] and s.stream_id = s_ids[i] and s.version = 0;
        end if;
    end loop;
    insert into ${table:event} (position, stream_type, stream_id, version, event_id, type_name, schema_version,
            occurred_at, recorded_at, correlation_id, causation_id, actor, tenant, traceparent, payload,
            append_id, append_part, append_size)
        select nextval('${table:event_position}'), s_types[p_streams[p]], s_ids[p_streams[p]], v_firsts[p] + n,
            event_id, e_names[i], e_schemas[i], a_occurred[a], v_at,
            a_correlations[a], a_causations[a], a_actors[a], a_tenants[a], a_traces[a], e_payloads[i],
            case when n = 1 then a_ids[a] end, case when n = 1 and a_ids[a] is not null then p_parts[p] end,
            case when n = 1 and a_ids[a] is not null then p_sizes[p] end
        from (select event_id, i, e_parts[i] as p, e_numbers[i] as n, p_appends[e_parts[i]] as a
                from unnest(e_ids) with ordinality as u(event_id, i)) as e
        where v_firsts[p] is not null;
    return v_answer;
end
$append$;
