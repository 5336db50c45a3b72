// Parse Server over Postgres and Redis: node parse.js PORT POSTGRES_URL REDIS_URL
const zoo = process.env.LOADLAB_ZOO + '/node_modules/';
const { ParseServer, RedisCacheAdapter } = require(zoo + 'parse-server');
const express = require(zoo + 'express');
const [port, databaseURI, redis] = process.argv.slice(2);

(async () => {
  const parse = new ParseServer({
    appId: 'zoo',
    masterKey: 'zoo',
    databaseURI,
    serverURL: `http://127.0.0.1:${port}/parse`,
    cacheAdapter: new RedisCacheAdapter({ url: redis }),
    allowClientClassCreation: true,
    enableInsecureAuthAdapters: false,
    logLevel: 'error',
    logsFolder: null,
  });
  await parse.start();
  express().use('/parse', parse.app).listen(Number(port), '127.0.0.1');
})().catch(fault => {
  console.error(fault);
  process.exit(1);
});
