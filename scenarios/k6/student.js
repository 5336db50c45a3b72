// A logged-in student of the reference LMS, as a k6 script: the same actions, shares, data and checks as the scenario `student` of scenarios/Lms.Scenarios.
// One iteration is one action, that is one request; only the first one of a virtual user logs in and reads its courses as well.
//
//   loadlab run capacity-k6                                                             in a suite: its phases are the load, its stack is started and judged
//   loadlab run scenarios/k6/student.js --env BASE_URL=http://127.0.0.1:8080            by itself: the options below are the load
//
// Settings, from the suite or by --env: users (5000), upload.bytes (10000000), weight.ACTION for the share of an action.
import http from 'k6/http';
import { check, sleep } from 'k6';
import crypto from 'k6/crypto';

const BASE = __ENV.BASE_URL;
const USERS = Number(__ENV.users || 5000);
const UPLOAD_BYTES = Number(__ENV['upload.bytes'] || 10000000);
const PAGE_SIZE = 20;
const THINK_SECONDS = 6.667;

const WEIGHTS = { open_course: 30, browse: 20, search: 15, save_progress: 20, my_courses: 6, submit_work: 5, log_in: 3, upload: 1 };
for (const action of Object.keys(WEIGHTS)) {
  WEIGHTS[action] = Number(__ENV[`weight.${action}`] || WEIGHTS[action]);
}
const SUM = Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0);

// Words that a text search leaves out; searching for them finds nothing, and rightly so.
const STOP_WORDS = ('about above after again against because before being below between doing during further having itself other ourselves should their theirs themselves there these '
  + 'those through under until where which while yours yourself').split(' ');

export const options = {
  scenarios: {
    users: { executor: 'ramping-vus', exec: 'thinkingStudent', startVUs: 0, stages: [{ duration: '20s', target: 1000 }, { duration: '100s', target: 1000 }] },
    rate: { executor: 'constant-arrival-rate', exec: 'student', startTime: '130s', rate: 150, timeUnit: '1s', duration: '100s', preAllocatedVUs: 300, maxVUs: 2000 },
  },
  thresholds: { http_req_failed: ['rate<0.01'], checks: ['rate>0.99'] },
};

// Looks at the target and reads its catalogue, once.
export function setup() {
  if (!BASE) {
    throw new Error('there is no target: name the script in a suite, or give --env BASE_URL=http://127.0.0.1:8080');
  }

  const courses = [];
  let total = 1;
  for (let page = 1; courses.length < total; page++) {
    const answer = http.get(`${BASE}/api/courses?page=${page}&pageSize=100`, { tags: { name: 'setup' } });
    if (answer.status !== 200) {
      throw new Error(`GET /api/courses answered ${answer.status}. The target is no LMS, or is not ready.`);
    }

    const body = answer.json();
    total = body.total;
    courses.push(...body.items);
    if (body.items.length === 0) {
      break;
    }
  }

  if (courses.length === 0) {
    throw new Error('the target has no courses.');
  }

  // No \p{L}: k6's engine does not know it, and would find no word.
  const words = courses.flatMap((course) => course.title.split(' ')).filter((word) => word.length >= 5 && /^[A-Za-z\u00c0-\ud7ff]+$/.test(word)).map((word) => word.toLowerCase());
  return {
    courses: courses.map((course) => [course.id, course.lessons]),
    words: [...new Set(words)].filter((word) => !STOP_WORDS.includes(word)).sort(),
    sha256: WEIGHTS.upload > 0 ? crypto.sha256(essay(), 'hex') : '',
  };
}

// The bytes of an upload, the same for all: a block that looks random, so that nothing on the way can pack it, again and again.
function essay() {
  const block = new Uint8Array(Math.min(UPLOAD_BYTES, 65536));
  for (let at = 0; at < block.length; at += 64) {
    block.set(new Uint8Array(crypto.sha512(`essay ${at}`, 'binary')).subarray(0, block.length - at), at);
  }

  const body = new Uint8Array(UPLOAD_BYTES);
  for (let at = 0; at < body.length; at += block.length) {
    body.set(block.subarray(0, body.length - at), at);
  }

  return body.buffer;
}

// What this virtual user keeps from action to action.
const account = (__VU - 1) % USERS;
const me = { token: null, enrolments: [] };

const squared = (count) => { const uniform = Math.random(); return Math.min(count - 1, Math.floor(uniform * uniform * count)); };
const anyOf = (list) => list[Math.floor(Math.random() * list.length)];
const upTo = (most) => 1 + Math.floor(Math.random() * most);

function pick() {
  let at = Math.random() * SUM;
  for (const [action, weight] of Object.entries(WEIGHTS)) {
    if (at < weight) {
      return action;
    }

    at -= weight;
  }

  return 'open_course';
}

// One request, one step of the action's name.
function call(name, method, path, body, looksRight) {
  const headers = {};
  if (me.token) { headers.Authorization = `Bearer ${me.token}`; }
  if (typeof body === 'string') { headers['Content-Type'] = 'application/json'; }
  const response = http.request(method, `${BASE}${path}`, body, { headers, tags: { name } });
  const isRight = check(response, { [`${name}: is right`]: (r) => r.status >= 200 && r.status < 300 && looksRight(r.json()) });
  if (response.status === 401) { me.token = null; }
  return isRight ? response.json() : null;
}

function logIn() {
  me.token = null;
  const body = JSON.stringify({ email: `student${String(account).padStart(5, '0')}@lms.example`, password: `password-${String(account % 16).padStart(2, '0')}` });
  const answer = call('log_in', 'POST', '/api/auth/login', body, (r) => r.token.length > 0 && r.userId > 0);
  me.token = answer && answer.token;
  return me.token !== null;
}

function readCourses() {
  const answer = call('my_courses', 'GET', '/api/me/enrolments', null, (r) => r.total === r.items.length && r.total > 0);
  if (answer) { me.enrolments = answer.items; }
  return answer !== null;
}

const actions = {
  log_in: logIn,
  my_courses: readCourses,
  browse: (data) => {
    const pages = Math.ceil(data.courses.length / PAGE_SIZE);
    const page = 1 + squared(pages);
    const expected = Math.min(PAGE_SIZE, data.courses.length - (page - 1) * PAGE_SIZE);
    return call('browse', 'GET', `/api/courses?page=${page}&pageSize=${PAGE_SIZE}`, null, (r) => r.page === page && r.items.length === expected);
  },
  search: (data) => {
    const word = anyOf(data.words);
    return call('search', 'GET', `/api/courses/search?q=${encodeURIComponent(word)}`, null, (r) => r.items.length > 0 && r.query === word);
  },
  open_course: (data) => {
    const [id, lessons] = data.courses[squared(data.courses.length)];
    return call('open_course', 'GET', `/api/courses/${id}`, null, (r) => r.id === id && r.lessons.length === lessons);
  },
  save_progress: () => {
    const course = anyOf(me.enrolments);
    const [lesson, percent] = [upTo(course.lessons), upTo(100)];
    return call('save_progress', 'PUT', `/api/enrolments/${course.courseId}/progress`, JSON.stringify({ lesson, percent }),
      (r) => r.courseId === course.courseId && r.lesson === lesson && r.percent === percent && r.coursePercent >= 0 && r.coursePercent <= 100);
  },
  submit_work: (data) => {
    const course = anyOf(me.enrolments);
    const answer = Array.from({ length: 60 }, () => anyOf(data.words)).join(' ');
    return call('submit_work', 'POST', `/api/courses/${course.courseId}/submissions`, JSON.stringify({ answer }), (r) => r.id > 0 && r.courseId === course.courseId && r.state === 'queued');
  },
  upload: (data) => {
    const course = anyOf(me.enrolments);
    const name = `essay-${upTo(2)}.bin`;
    return call('upload', 'PUT', `/api/courses/${course.courseId}/files/${name}`, essay(), (r) => r.name === name && r.bytes === UPLOAD_BYTES && r.sha256 === data.sha256);
  },
};

// One action.
export function student(data) {
  const action = pick();
  if (me.token === null) {
    if (!logIn()) {
      return;
    }

    if (me.enrolments.length === 0 && !readCourses()) {
      // Without its courses a student cannot act: the next iteration begins anew.
      me.token = null;
      return;
    }

    if (action === 'log_in') {
      return;
    }
  }

  actions[action](data);
}

// The same with the think time of the suite `capacity`: exponential, cut at ten times its mean.
export function thinkingStudent(data) {
  student(data);
  sleep(Math.min(10 * THINK_SECONDS, -Math.log(1 - Math.random()) * THINK_SECONDS));
}
