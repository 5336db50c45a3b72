CREATE TABLE users (
    id                  integer PRIMARY KEY,
    email               text    NOT NULL UNIQUE,
    name                text    NOT NULL,
    password_salt       bytea   NOT NULL,
    password_hash       bytea   NOT NULL,
    password_iterations integer NOT NULL CHECK (password_iterations > 0)
);

CREATE TABLE courses (
    id           integer PRIMARY KEY,
    code         text    NOT NULL UNIQUE,
    title        text    NOT NULL,
    category     text    NOT NULL,
    summary      text    NOT NULL,
    lesson_count integer NOT NULL CHECK (lesson_count > 0),
    assignment   text    NOT NULL,
    model_answer text    NOT NULL
);

CREATE TABLE lessons (
    course_id integer NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
    number    integer NOT NULL CHECK (number > 0),
    title     text    NOT NULL,
    minutes   integer NOT NULL CHECK (minutes > 0),
    PRIMARY KEY (course_id, number)
);

CREATE TABLE enrolments (
    user_id     integer     NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    course_id   integer     NOT NULL REFERENCES courses (id) ON DELETE CASCADE,
    percent     integer     NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, course_id)
);

CREATE TABLE lesson_progress (
    user_id    integer     NOT NULL,
    course_id  integer     NOT NULL,
    lesson     integer     NOT NULL,
    percent    integer     NOT NULL CHECK (percent BETWEEN 0 AND 100),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, course_id, lesson),
    FOREIGN KEY (user_id, course_id) REFERENCES enrolments (user_id, course_id) ON DELETE CASCADE,
    FOREIGN KEY (course_id, lesson) REFERENCES lessons (course_id, number) ON DELETE CASCADE
);

CREATE TABLE submissions (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      integer     NOT NULL,
    course_id    integer     NOT NULL,
    answer       text        NOT NULL,
    state        text        NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'graded', 'failed')),
    score        integer     CHECK (score BETWEEN 0 AND 100),
    submitted_at timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    CHECK ((state = 'graded') = (score IS NOT NULL)),
    FOREIGN KEY (user_id, course_id) REFERENCES enrolments (user_id, course_id) ON DELETE CASCADE
);

-- Only what still waits is looked for by state, and that is a handful of rows.
CREATE INDEX submissions_queued ON submissions (submitted_at) WHERE state = 'queued';

CREATE TABLE files (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id     integer     NOT NULL,
    course_id   integer     NOT NULL,
    name        text        NOT NULL,
    bytes       bigint      NOT NULL CHECK (bytes >= 0),
    sha256      bytea       NOT NULL CHECK (length(sha256) = 32),
    blob        text        NOT NULL UNIQUE,
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, course_id, name),
    FOREIGN KEY (user_id, course_id) REFERENCES enrolments (user_id, course_id) ON DELETE CASCADE
);

-- What the generator made, so that a second start knows that its work is done.
CREATE TABLE generated_data (
    only_row     boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    users        integer     NOT NULL,
    courses      integer     NOT NULL,
    enrolments   integer     NOT NULL,
    seed         integer     NOT NULL,
    generated_at timestamptz NOT NULL DEFAULT now()
);
