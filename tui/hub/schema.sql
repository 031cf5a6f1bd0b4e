-- The hub's schema, in one transaction. Nobody but its owner may write any table; people put rows
-- into the inbox and call hub.push, which decides what becomes of them. They read through functions
-- too, which belong to a role that row-level security holds: with a right to SELECT, EXPLAIN ANALYZE
-- would tell them how many hidden rows an id finds.
--
-- pg_temp stands last in every search_path: a type in it would otherwise be found first.

CREATE SCHEMA hub;
REVOKE ALL ON SCHEMA hub FROM PUBLIC;

CREATE TABLE hub.settings (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL,
    hub_id text NOT NULL,
    -- Whether annotators see only their own layers.
    blind boolean NOT NULL DEFAULT true,
    -- The push after which what people may see was last changed for all.
    view_seq bigint NOT NULL DEFAULT 0
);

-- The order of pushes. Its row lock is taken by every push and held until that is committed, so that
-- whoever sees a number sees all rows with smaller ones.
CREATE TABLE hub.counter (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL DEFAULT 0
);
INSERT INTO hub.counter DEFAULT VALUES;

-- The annotators' names of PostgreSQL's roles. A name never changes.
CREATE TABLE hub.members (
    login name PRIMARY KEY,
    annotator text COLLATE "C" NOT NULL UNIQUE,
    display_name text,
    is_curator boolean NOT NULL DEFAULT false,
    view_seq bigint NOT NULL DEFAULT 0,
    synced_at timestamptz
);

CREATE TABLE hub.pushes (
    seq bigint PRIMARY KEY,
    token text COLLATE "C" NOT NULL,
    login name NOT NULL,
    pushed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX pushes_token ON hub.pushes (token);

-- Rows of all kinds. Two people may have rows with one id, so that nobody learns of another's by
-- sending it again. The owner is the annotator; of a document nobody, and of the kind
-- `document_texts`, whose id is the text's hash, the document. Rows that are met by document and
-- annotator have the document's id. `at` is the row's updated_at in canonical form; `canonical`
-- decides between rows of one instant; `row` is JSON of the other columns, into which the hub looks
-- only in hub.sees_each; `refs` are the rows that it points to.
CREATE TABLE hub.rows (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    document_id text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL,
    canonical text COLLATE "C" NOT NULL,
    row text COLLATE "C" NOT NULL,
    refs text[] COLLATE "C" NOT NULL DEFAULT '{}',
    is_deleted boolean NOT NULL DEFAULT false,
    seq bigint NOT NULL,
    PRIMARY KEY (kind, id, owner)
);
CREATE INDEX rows_seq ON hub.rows (seq);
CREATE INDEX rows_document ON hub.rows (document_id, seq);
CREATE INDEX rows_assigned ON hub.rows (owner, document_id) INCLUDE (seq, is_deleted)
    WHERE kind = 'assignments';

CREATE TABLE hub.texts (
    sha256 text COLLATE "C" PRIMARY KEY,
    -- UTF-8, compressed by zlib.
    body bytea NOT NULL
);
ALTER TABLE hub.texts ALTER COLUMN body SET STORAGE EXTERNAL;

-- Rows that a push replaced or found older.
CREATE TABLE hub.versions (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    document_id text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL,
    row text COLLATE "C" NOT NULL,
    login name NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX versions_owner ON hub.versions (owner);

-- Who has been forgotten, by a hash of the hub and the name, and under which name the layer goes on.
CREATE TABLE hub.forgotten (
    hash text COLLATE "C" PRIMARY KEY,
    pseudonym text COLLATE "C" UNIQUE
);

-- What was sent and not pushed yet. The server fills in who sent it. Unlogged: what is not pushed is
-- sent again. The checks keep one transaction, and so one person, from filling the disk.
CREATE UNLOGGED TABLE hub.inbox (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    document_id text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL,
    canonical text COLLATE "C" NOT NULL,
    row text COLLATE "C" NOT NULL,
    refs text[] COLLATE "C" NOT NULL,
    is_deleted boolean NOT NULL,
    session integer NOT NULL DEFAULT pg_backend_pid(),
    login name NOT NULL DEFAULT session_user,
    sent_at timestamptz NOT NULL DEFAULT now(),
    CHECK (pg_stat_get_xact_tuples_inserted(tableoid) <= 200000),
    CHECK (octet_length(row) < 65536 AND octet_length(canonical) < 65536
        OR pg_stat_get_xact_tuples_inserted(tableoid) <= 1000
        AND octet_length(row) < 67108864 AND octet_length(canonical) < 67108864)
);
CREATE INDEX inbox_login ON hub.inbox (login, session);

CREATE UNLOGGED TABLE hub.inbox_texts (
    sha256 text COLLATE "C" NOT NULL,
    body bytea NOT NULL,
    session integer NOT NULL DEFAULT pg_backend_pid(),
    login name NOT NULL DEFAULT session_user,
    sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_texts_session ON hub.inbox_texts (session);

-- What became of the rows of a push that were not simply stored, until the push is confirmed.
CREATE TABLE hub.answers (
    token text COLLATE "C" NOT NULL,
    login name NOT NULL DEFAULT session_user,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    answer text COLLATE "C" NOT NULL,
    other_document_id text COLLATE "C",
    other_at text COLLATE "C",
    other_row text COLLATE "C",
    sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX answers_token ON hub.answers (token);

-- Rows that were sent and never pushed by one person, at most.
CREATE FUNCTION hub.limit_inbox() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM (
            SELECT 1 FROM hub.inbox WHERE login = session_user LIMIT 200000) few) = 200000 THEN
        RAISE EXCEPTION 'too many rows were sent and not pushed' USING ERRCODE = 'HA005';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER limit_inbox BEFORE INSERT ON hub.inbox
    FOR EACH STATEMENT EXECUTE FUNCTION hub.limit_inbox();

-- Only curators send texts.
CREATE FUNCTION hub.limit_texts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT hub.is_curator() THEN
        RAISE EXCEPTION 'only a curator can send texts' USING ERRCODE = 'HA001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER limit_texts BEFORE INSERT ON hub.inbox_texts
    FOR EACH STATEMENT EXECUTE FUNCTION hub.limit_texts();

-- Who asks. These run with the owner's rights, so that policies need none on hub.members.

CREATE FUNCTION hub.me() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT annotator FROM hub.members WHERE login = session_user
$$;

CREATE FUNCTION hub.is_curator() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT is_curator FROM hub.members WHERE login = session_user), false)
$$;

CREATE FUNCTION hub.is_blind() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT blind FROM hub.settings
$$;

CREATE FUNCTION hub.anything_assigned() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM hub.rows WHERE kind = 'assignments' AND NOT is_deleted)
$$;

-- Whether the caller sees every document; members only.
CREATE FUNCTION hub.sees_all() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT hub.is_curator() OR (hub.me() IS NOT NULL AND NOT hub.anything_assigned())
$$;

-- The documents that are assigned to the caller, since a push.
CREATE FUNCTION hub.assigned(since bigint DEFAULT 0) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT document_id FROM hub.rows
    WHERE kind = 'assignments' AND NOT is_deleted AND owner = hub.me() AND seq > since
$$;

CREATE FUNCTION hub.hash_of(name text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(hub_id || ' ' || name, 'UTF8')), 'hex') FROM hub.settings
$$;

CREATE FUNCTION hub.curators() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT annotator FROM hub.members WHERE is_curator
$$;

-- The id that a database gives to the row of one of several annotators with one id: `owned_id` in
-- `tui/model.py`.
CREATE FUNCTION hub.owned_id(id text, owner text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws('-', substr(hex, 1, 8), substr(hex, 9, 4), '8' || substr(hex, 14, 3),
        substr('89ab', 1 + (get_byte(hash, 8) >> 4 & 3), 1) || substr(hex, 18, 3),
        substr(hex, 21, 12))
    FROM (SELECT sha256(convert_to(concat('5:layer', char_length(id), ':', id,
        char_length(owner), ':', owner), 'UTF8')) AS hash) made, encode(hash, 'hex') AS hex
$$;

-- Whether the caller sees all the rows that a row points to. Where others have a row with the same id
-- as one of them, the row says which is meant by its made id, in a key that ends in `_owned`.
CREATE FUNCTION hub.sees_each(refs text[], "row" text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT hub.is_curator() OR NOT EXISTS (
        SELECT 1 FROM (
            SELECT ref, NULL AS made FROM unnest(refs) AS one(ref)
            UNION ALL
            -- Not read as JSON: anybody can send a row that is none.
            SELECT NULL, found[1] FROM regexp_matches("row", '_owned":"([0-9a-f-]{36})"', 'g') found
        ) wanted
        WHERE NOT EXISTS (
            SELECT 1 FROM hub.rows r
            WHERE r.id = ANY (CASE WHEN made IS NULL THEN ARRAY[ref] ELSE sees_each.refs END)
            AND (made IS NULL OR hub.owned_id(r.id, r.owner) = made)
            AND r.kind IN ('annotations', 'comments')
            AND (hub.sees_all() OR r.document_id IN (SELECT hub.assigned()))
            AND (r.owner = hub.me() OR NOT hub.is_blind()
                OR (r.kind = 'comments' AND r.owner IN (SELECT hub.curators())))))
$$;

ALTER TABLE hub.rows ENABLE ROW LEVEL SECURITY;
CREATE POLICY rows_read ON hub.rows FOR SELECT USING (
    (SELECT hub.is_curator())
    -- One's own assignments are seen when they are withdrawn, too.
    OR (kind = 'assignments' AND owner = (SELECT hub.me()))
    OR (kind = 'forgotten' AND (SELECT hub.me()) IS NOT NULL)
    OR (
        ((SELECT hub.sees_all()) OR document_id IN (SELECT hub.assigned()))
        AND kind <> 'assignments'
        AND (kind IN ('documents', 'document_texts') OR owner = (SELECT hub.me())
             OR NOT (SELECT hub.is_blind())
             OR (kind = 'comments' AND owner IN (SELECT hub.curators())))
        AND (refs = '{}' OR hub.sees_each(refs, "row"))
    )
);

ALTER TABLE hub.texts ENABLE ROW LEVEL SECURITY;
CREATE POLICY texts_read ON hub.texts FOR SELECT USING (
    (SELECT hub.is_curator())
    OR EXISTS (SELECT 1 FROM hub.rows r WHERE r.kind = 'document_texts' AND r.id = sha256)
);

-- What people call.

CREATE FUNCTION hub.require(version integer) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here integer := (SELECT s.version FROM hub.settings s);
BEGIN
    IF hub.me() IS NULL THEN
        RAISE EXCEPTION 'the hub does not know the login %; ask a curator for `hashiya hub add`',
            session_user USING ERRCODE = 'HA001';
    ELSIF version < here THEN
        RAISE EXCEPTION 'the hub has the newer schema %; update Hashiya, nothing was sent', here
            USING ERRCODE = 'HA002';
    ELSIF version > here THEN
        RAISE EXCEPTION 'the hub has the older schema %; whoever runs it types `hashiya hub init`',
            here USING ERRCODE = 'HA002';
    END IF;
END $$;

-- Whether a cursor, and the pushes that were confirmed since, are of this hub: not so after a restore
-- from a backup.
CREATE FUNCTION hub.knows(cursor json) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT ((cursor ->> 'seq')::bigint = 0 OR EXISTS (
        SELECT 1 FROM hub.pushes WHERE seq = (cursor ->> 'seq')::bigint
        AND token = cursor ->> 'token'))
    AND NOT EXISTS (
        SELECT 1 FROM json_array_elements_text(coalesce(cursor -> 'confirmed', '[]')) AS one(token)
        WHERE NOT EXISTS (SELECT 1 FROM hub.pushes p WHERE p.token = one.token))
$$;

-- Remove what this session sent and what was confirmed, and now and then what nobody has pushed for
-- a day. What another
-- transaction has locked is skipped, so that nobody waits for it.
CREATE FUNCTION hub.clear_inbox(cursor json) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM hub.answers WHERE ctid = ANY (ARRAY(SELECT a.ctid FROM hub.answers a
        WHERE a.login = session_user AND a.token IN (
            SELECT json_array_elements_text(coalesce(cursor -> 'confirmed', '[]')))
        FOR UPDATE SKIP LOCKED));
    DELETE FROM hub.inbox i WHERE i.session = pg_backend_pid() AND i.login = session_user;
    DELETE FROM hub.inbox_texts t WHERE t.session = pg_backend_pid() AND t.login = session_user;
    IF random() < 0.02 THEN
        DELETE FROM hub.inbox WHERE ctid = ANY (ARRAY(SELECT i.ctid FROM hub.inbox i
            WHERE i.sent_at < now() - interval '1 day' FOR UPDATE SKIP LOCKED));
        DELETE FROM hub.inbox_texts WHERE ctid = ANY (ARRAY(SELECT t.ctid FROM hub.inbox_texts t
            WHERE t.sent_at < now() - interval '1 day' FOR UPDATE SKIP LOCKED));
        DELETE FROM hub.answers WHERE ctid = ANY (ARRAY(SELECT a.ctid FROM hub.answers a
            WHERE a.sent_at < now() - interval '90 days' FOR UPDATE SKIP LOCKED));
    END IF;
END $$;

-- Who the caller is, and where the hub stands: one round trip.
CREATE FUNCTION hub.hello(version integer, cursor json, OUT hub_id text, OUT annotator text,
    OUT is_curator boolean, OUT seq bigint, OUT token text, OUT known boolean,
    OUT server_time text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM hub.require(version);
    PERFORM hub.clear_inbox(cursor);
    UPDATE hub.members m SET synced_at = now() WHERE m.login = (
        SELECT l.login FROM hub.members l WHERE l.login = session_user
        AND (l.synced_at IS NULL OR l.synced_at < now() - interval '10 seconds')
        FOR UPDATE SKIP LOCKED);
    SELECT s.hub_id INTO hub_id FROM hub.settings s;
    SELECT p.seq, p.token INTO seq, token FROM hub.pushes p ORDER BY p.seq DESC LIMIT 1;
    seq := coalesce(seq, 0);
    token := coalesce(token, '');
    known := hub.knows(cursor);
    annotator := hub.me();
    is_curator := hub.is_curator();
    server_time := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
END $$;

CREATE FUNCTION hub.sent(cursor json) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(seq), '{}') FROM hub.pushes
    WHERE login = session_user
    AND token IN (SELECT json_array_elements_text(coalesce(cursor -> 'sent', '[]')))
$$;

-- The push after which the caller sees other things than before.
CREATE FUNCTION hub.view_seq() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT greatest((SELECT view_seq FROM hub.settings),
        (SELECT view_seq FROM hub.members WHERE login = session_user))
$$;

-- What is new since the cursor, and all of what the caller sees only since then. Row-level security
-- leaves out what is not the caller's to see.
CREATE FUNCTION hub.pull(version integer, cursor json)
RETURNS TABLE (kind text, id text, owner text, document_id text, at text, "row" text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    since bigint := (cursor ->> 'seq')::bigint;
    own bigint[] := hub.sent(cursor);
    visible text[];
    newly text[];
BEGIN
    PERFORM hub.require(version);
    IF hub.view_seq() > since THEN
        since := 0;
        own := '{}';
    END IF;
    IF hub.sees_all() THEN
        RETURN QUERY
            SELECT r.kind, r.id, r.owner, r.document_id, r.at, r.row FROM hub.rows r
            WHERE r.seq > since AND r.seq <> ALL (own);
        RETURN;
    END IF;
    newly := ARRAY(SELECT hub.assigned(since));
    visible := ARRAY(SELECT hub.assigned(0) EXCEPT SELECT hub.assigned(since));
    RETURN QUERY
        SELECT r.kind, r.id, r.owner, r.document_id, r.at, r.row FROM hub.rows r
        WHERE r.document_id = ANY (newly)
        UNION ALL
        SELECT r.kind, r.id, r.owner, r.document_id, r.at, r.row FROM hub.rows r
        WHERE r.document_id = ANY (visible) AND r.seq > since AND r.seq <> ALL (own)
        UNION ALL
        -- What was withdrawn from the caller, and who has been forgotten.
        SELECT r.kind, r.id, r.owner, r.document_id, r.at, r.row FROM hub.rows r
        WHERE r.kind = 'assignments' AND r.owner = hub.me() AND r.is_deleted AND r.seq > since
        UNION ALL
        SELECT r.kind, r.id, r.owner, r.document_id, r.at, r.row FROM hub.rows r
        WHERE r.kind = 'forgotten' AND r.seq > since;
END $$;

-- Texts of documents that the caller sees.
CREATE FUNCTION hub.texts_of(hashes text[]) RETURNS TABLE (sha256 text, body bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.sha256, t.body FROM hub.texts t WHERE t.sha256 = ANY (hashes)
$$;

-- The documents that the caller sees, and how many annotators each is assigned to (of whom the
-- caller knows).
CREATE FUNCTION hub.titles() RETURNS TABLE (id text, title text, assigned bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.id, replace(d.row, '\u0000', '\ufffd')::json ->> 'title', count(a.owner)
    FROM hub.rows d LEFT JOIN hub.rows a
        ON a.kind = 'assignments' AND a.document_id = d.id AND NOT a.is_deleted
    WHERE d.kind = 'documents' AND NOT d.is_deleted GROUP BY d.id, d.row ORDER BY d.id
$$;

-- Decide what becomes of the rows that this session has put into the inbox. The answer is short, so
-- that nobody holds the lock of the counter by not reading it: how many rows were decided, and for
-- how many hub.answers has more to say. There the answers are: `refused`, the same for a foreign and
-- an unknown document; `future`, for a clock that is ahead; `older`, for a row that lost, with the one
-- that is there; `won`, with the row that lost.
CREATE FUNCTION hub.push(version integer, cursor json, OUT decided bigint, OUT answered bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $$
#variable_conflict use_column
DECLARE
    mine text := hub.me();
    curator boolean := hub.is_curator();
    here integer := pg_backend_pid();
    since bigint := (cursor ->> 'seq')::bigint;
    own bigint[] := hub.sent(cursor);
    pushed text := left(coalesce(cursor ->> 'push', ''), 64);
    latest text := to_char((clock_timestamp() + interval '5 minutes') AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    sees_all boolean;
    assigned_before boolean;
    number bigint;
    size bigint;
BEGIN
    PERFORM hub.require(version);
    -- In a longer transaction or statement, the lock of the counter would hold up everybody's pushes.
    IF now() <> statement_timestamp()
        OR current_query() !~ '^\s*SELECT \* FROM hub\.push\([0-9]+, ''[^''\\]*''\)\s*;?\s*$' THEN
        RAISE EXCEPTION 'hub.push is a transaction of its own' USING ERRCODE = 'HA004';
    END IF;
    IF NOT hub.knows(cursor) THEN
        RAISE EXCEPTION 'the hub does not know this cursor' USING ERRCODE = 'HA003';
    END IF;
    SELECT count(*), sum(octet_length(i.row) + octet_length(i.canonical)) INTO decided, size
        FROM hub.inbox i WHERE i.session = here AND i.login = session_user;
    -- What is decided under the lock has bounds; a synchronisation sends half as much at a time.
    IF decided > 20000 OR size > 268435456 OR cardinality(own) > 2000 THEN
        RAISE EXCEPTION 'too many rows for one push' USING ERRCODE = 'HA005';
    END IF;
    UPDATE hub.counter SET seq = seq + 1 RETURNING seq INTO number;
    INSERT INTO hub.pushes (seq, token, login)
        VALUES (number, pushed, session_user);
    sees_all := hub.sees_all();
    assigned_before := hub.anything_assigned();
    IF curator THEN
        INSERT INTO hub.texts (sha256, body)
            SELECT DISTINCT ON (t.sha256) t.sha256, t.body FROM hub.inbox_texts t
            WHERE t.session = here AND t.login = session_user ON CONFLICT DO NOTHING;
    END IF;
    -- Rows travel through this by their places: they are wide. Our program sends none twice; who does
    -- so has the push refused, or one of the two stored.
    WITH taken AS (
        -- Own rows are also taken about a document that has been withdrawn.
        SELECT d.document_id FROM (SELECT DISTINCT i.document_id FROM hub.inbox i
            WHERE i.session = here AND i.login = session_user) d
        WHERE curator OR CASE WHEN sees_all
            THEN EXISTS (SELECT 1 FROM hub.rows r WHERE r.kind = 'documents'
                         AND r.id = d.document_id AND r.owner = '')
            ELSE EXISTS (SELECT 1 FROM hub.rows r WHERE r.kind = 'assignments'
                         AND r.owner = mine AND r.document_id = d.document_id) END
    ), forgotten AS (
        SELECT o.owner FROM (SELECT DISTINCT i.owner FROM hub.inbox i
            WHERE curator AND i.session = here AND i.login = session_user) o
        WHERE EXISTS (SELECT 1 FROM hub.forgotten f WHERE f.hash = hub.hash_of(o.owner))
    ), judged AS MATERIALIZED (
        SELECT i.kind, i.id, CASE WHEN curator THEN i.owner ELSE mine END AS owner,
            i.ctid AS sent_place, h.ctid AS place,
            h.seq > since AND h.seq <> ALL (own) AND h.canonical <> i.canonical AS conflict,
            CASE
                -- In a CASE, IN is a hash, however few rows the planner expects.
                WHEN i.document_id NOT IN (SELECT t.document_id FROM taken t)
                    OR curator AND i.owner IN (SELECT f.owner FROM forgotten f) OR NOT (
                    i.kind IN ('annotations', 'links', 'comments', 'progress', 'decisions')
                    OR curator AND i.kind IN ('documents', 'document_texts', 'assignments')
                ) THEN 'refused'
                WHEN i.at > latest THEN 'future'
                WHEN i.at <> '' AND i.at NOT LIKE '____-__-__T__:__:__.______Z' THEN 'refused'
                WHEN h.at IS NULL THEN 'new'
                WHEN h.at < i.at THEN 'later'
                WHEN h.canonical = i.canonical
                    AND (h.at > i.at OR convert_to(h.row, 'UTF8') >= convert_to(i.row, 'UTF8'))
                    THEN 'same'
                WHEN h.at > i.at
                    OR convert_to(h.canonical, 'UTF8') > convert_to(i.canonical, 'UTF8')
                    THEN 'older'
                ELSE 'later'
            END AS became
        FROM hub.inbox i LEFT JOIN hub.rows h ON h.kind = i.kind AND h.id = i.id
            AND h.owner = CASE WHEN curator THEN i.owner ELSE mine END
        WHERE i.session = here AND i.login = session_user
    ), added AS (
        INSERT INTO hub.rows
            (kind, id, owner, document_id, at, canonical, row, refs, is_deleted, seq)
        SELECT j.kind, j.id, j.owner, i.document_id, i.at, i.canonical, i.row, i.refs,
            i.is_deleted, number
        FROM judged j JOIN hub.inbox i ON i.ctid = j.sent_place WHERE j.became = 'new'
    ), changed AS (
        -- Nobody else can have moved the rows: the counter is locked.
        UPDATE hub.rows w SET document_id = i.document_id, at = i.at, canonical = i.canonical,
            row = i.row, refs = i.refs, is_deleted = i.is_deleted, seq = number
        FROM judged j JOIN hub.inbox i ON i.ctid = j.sent_place
        WHERE j.became = 'later' AND w.ctid = j.place
    ), lost AS (
        INSERT INTO hub.versions (kind, id, owner, document_id, at, row, login)
        SELECT j.kind, j.id, j.owner, i.document_id, i.at, i.row, session_user
        FROM judged j JOIN hub.inbox i ON i.ctid = j.sent_place WHERE j.became = 'older'
        UNION ALL
        SELECT j.kind, j.id, j.owner, h.document_id, h.at, h.row, session_user
        FROM judged j JOIN hub.rows h ON h.ctid = j.place WHERE j.became = 'later' AND j.conflict
    ), told AS (
        INSERT INTO hub.answers
            (token, kind, id, owner, answer, other_document_id, other_at, other_row)
        SELECT pushed, j.kind, j.id, j.owner, j.became, NULL, NULL, NULL
        FROM judged j WHERE j.became IN ('refused', 'future')
        UNION ALL
        SELECT pushed, j.kind, j.id, j.owner, CASE WHEN j.became = 'later' THEN 'won' ELSE j.became END,
            h.document_id, h.at, h.row
        FROM judged j JOIN hub.rows h ON h.ctid = j.place
        WHERE j.became = 'older' OR (j.became = 'later' AND j.conflict)
        RETURNING 1
    )
    SELECT count(*) INTO answered FROM told;
    IF curator AND assigned_before <> hub.anything_assigned() THEN
        UPDATE hub.settings SET view_seq = number;
    END IF;
    DELETE FROM hub.inbox i WHERE i.session = here AND i.login = session_user;
    DELETE FROM hub.inbox_texts t WHERE t.session = here AND t.login = session_user;
END $$;

-- What hub.push had to say about the rows of a push of the caller's.
CREATE FUNCTION hub.answers(push text) RETURNS TABLE (kind text, id text, owner text, answer text,
    other_document_id text, other_at text, other_row text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.kind, a.id, a.owner, a.answer, a.other_document_id, a.other_at, a.other_row
    FROM hub.answers a WHERE a.token = push AND a.login = session_user
$$;

-- What curators call.

CREATE FUNCTION hub.require_curator() RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT hub.is_curator() THEN
        RAISE EXCEPTION 'only a curator may do this' USING ERRCODE = 'HA001';
    END IF;
END $$;

-- Take the next number, and with it the lock that orders pushes.
CREATE FUNCTION hub.next_seq() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    number bigint;
BEGIN
    UPDATE hub.counter SET seq = seq + 1 RETURNING seq INTO number;
    INSERT INTO hub.pushes (seq, token, login)
        VALUES (number, gen_random_uuid()::text, session_user);
    RETURN number;
END $$;

-- Whether annotators see only their own layers.
CREATE FUNCTION hub.set_blind(wanted boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM hub.require_curator();
    UPDATE hub.settings SET blind = wanted, view_seq = hub.next_seq();
END $$;

-- Put another name into others' rows that name an annotator: whose annotation was taken, and who
-- assigned.
CREATE FUNCTION hub.rename_in(name text, shown text, number bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    named record;
    old text;
    new text;
BEGIN
    FOR named IN VALUES ('decisions', 'choice'), ('assignments', 'assigned_by') LOOP
        -- A value cannot look like this: its quotation marks have a backslash in front.
        old := to_json(named.column2) || ':' || to_json(name)::text;
        new := to_json(named.column2) || ':' || to_json(shown)::text;
        UPDATE hub.rows r SET seq = number, row = replace(r.row, old, new),
            canonical = replace(r.canonical, old, new)
            WHERE r.kind = named.column1 AND strpos(r.row, old) > 0;
        UPDATE hub.versions v SET row = replace(v.row, old, new)
            WHERE v.kind = named.column1 AND strpos(v.row, old) > 0;
    END LOOP;
END $$;

-- Withdraw an annotator's layer, or let it go on under another name; the login is no member any more.
-- A row of the kind `forgotten` tells the copies. It names the annotator only by a hash.
CREATE FUNCTION hub.forget(name text, pseudonym text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    number bigint;
    rows_of bigint;
    old text := '"annotator":' || to_json(name)::text;
    new text := '"annotator":' || to_json(pseudonym)::text;
BEGIN
    PERFORM hub.require_curator();
    IF name = hub.me() THEN
        RAISE EXCEPTION 'another curator has to do this' USING ERRCODE = 'HA001';
    ELSIF pseudonym = '' OR EXISTS (SELECT 1 FROM hub.members m WHERE m.annotator = pseudonym)
        OR EXISTS (SELECT 1 FROM hub.rows r WHERE r.owner = pseudonym) THEN
        RAISE EXCEPTION 'the name % is taken', pseudonym USING ERRCODE = 'HA001';
    ELSIF EXISTS (SELECT 1 FROM hub.forgotten f WHERE f.hash = hub.hash_of(name)) THEN
        RAISE EXCEPTION '% was forgotten before', name USING ERRCODE = 'HA001';
    ELSIF NOT EXISTS (SELECT 1 FROM hub.members m WHERE m.annotator = name)
        AND NOT EXISTS (SELECT 1 FROM hub.rows r
            WHERE r.owner = name AND r.kind <> 'document_texts')
        AND NOT EXISTS (SELECT 1 FROM hub.versions v WHERE v.owner = name) THEN
        -- Nobody could use a name that was forgotten by mistake.
        RAISE EXCEPTION 'nobody is called %', name USING ERRCODE = 'HA001';
    END IF;
    -- Before the counter's lock is taken, because the member may have this row locked.
    DELETE FROM hub.members m WHERE m.annotator = name;
    number := hub.next_seq();
    INSERT INTO hub.forgotten VALUES (hub.hash_of(name), pseudonym);
    SELECT count(*) INTO rows_of FROM hub.rows r WHERE r.owner = name;
    IF pseudonym IS NULL THEN
        DELETE FROM hub.rows r WHERE r.owner = name AND r.kind <> 'document_texts';
        DELETE FROM hub.versions v WHERE v.owner = name;
    ELSE
        UPDATE hub.rows r SET owner = pseudonym, seq = number,
            canonical = replace(replace(r.canonical, old, new),
                replace(old, 'annotator', 'adjudicator'), replace(new, 'annotator', 'adjudicator'))
            WHERE r.owner = name AND r.kind <> 'document_texts';
        UPDATE hub.versions v SET owner = pseudonym WHERE v.owner = name;
    END IF;
    PERFORM hub.rename_in(name, coalesce(pseudonym, ''), number);
    INSERT INTO hub.rows (kind, id, owner, document_id, at, canonical, row, seq)
        VALUES ('forgotten', hub.hash_of(name), '', '', '', '',
            json_build_object('pseudonym', pseudonym)::text, number);
    RETURN rows_of;
END $$;

CREATE FUNCTION hub.summary(OUT hub_id text, OUT blind boolean, OUT documents bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM hub.require_curator();
    SELECT s.hub_id, s.blind INTO hub_id, blind FROM hub.settings s;
    SELECT count(*) INTO documents FROM hub.rows r WHERE r.kind = 'documents' AND NOT r.is_deleted;
END $$;

CREATE FUNCTION hub.status() RETURNS TABLE (annotator text, login text, display_name text,
    is_curator boolean, synced_at text, rows bigint, versions bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM hub.require_curator();
    RETURN QUERY SELECT m.annotator, m.login::text, coalesce(m.display_name, ''), m.is_curator,
        coalesce(to_char(m.synced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), ''),
        (SELECT count(*) FROM hub.rows r WHERE r.owner = m.annotator AND r.kind <> 'assignments'),
        (SELECT count(*) FROM hub.versions v WHERE v.owner = m.annotator)
        FROM hub.members m ORDER BY m.annotator;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA hub FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA hub FROM PUBLIC;

-- The role that the functions that read belong to. Row-level security holds it, other than the owner
-- of the tables. Its name is the database's own, because roles are the whole server's.
DO $$
DECLARE
    reader text := 'hub_reader_' || (SELECT oid FROM pg_database WHERE datname = current_database());
BEGIN
    EXECUTE format('CREATE ROLE %I NOLOGIN', reader);
    EXECUTE format('GRANT %I TO CURRENT_USER', reader);
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA hub TO %I', reader);
    EXECUTE format('GRANT SELECT ON hub.rows, hub.texts TO %I', reader);
    EXECUTE format('GRANT EXECUTE ON FUNCTION hub.me(), hub.is_curator(), hub.is_blind(), '
        'hub.sees_all(), hub.assigned(bigint), hub.curators(), hub.sees_each(text[], text), '
        'hub.require(integer), hub.sent(json), hub.view_seq() TO %I', reader);
    EXECUTE format('ALTER FUNCTION hub.pull(integer, json) OWNER TO %I', reader);
    EXECUTE format('ALTER FUNCTION hub.texts_of(text[]) OWNER TO %I', reader);
    EXECUTE format('ALTER FUNCTION hub.titles() OWNER TO %I', reader);
    EXECUTE format('REVOKE CREATE ON SCHEMA hub FROM %I', reader);
END $$;
