namespace LoadLab.Tests.K6;

/// <summary>The global <c>crypto</c> against published values, and what it refuses.</summary>
public sealed class WebCryptoTests
{
    [Theory]
    [InlineData("hex(await crypto.subtle.digest('SHA-256', text('abc')))", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("hex(await crypto.subtle.digest({ name: 'sha-1' }, text('abc')))", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("hex(await crypto.subtle.sign('HMAC', await hmac(['sign']), text('The quick brown fox jumps over the lazy dog')))", "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")]
    [InlineData("await crypto.subtle.verify('HMAC', await hmac(['verify']), bytes('f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'), text('The quick brown fox jumps over the lazy dog'))", "true")]
    [InlineData("await crypto.subtle.verify('HMAC', await hmac(['verify']), bytes('00'), text('x'))", "false")]
    [InlineData("hex(await crypto.subtle.encrypt({ name: 'AES-CBC', iv: bytes('000102030405060708090a0b0c0d0e0f') }, await aes('AES-CBC'), bytes('6bc1bee22e409f96e93d7e117393172a'))).slice(0, 32)", "7649abac8119b246cee98e9b12e9197d")]
    [InlineData("hex(await crypto.subtle.encrypt({ name: 'AES-CTR', counter: bytes('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'), length: 128 }, await aes('AES-CTR'), bytes('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51')))", "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff")]
    [InlineData("hex(await crypto.subtle.encrypt({ name: 'AES-CTR', counter: bytes('000102030405060708090a0b0c0d0eff'), length: 8 }, await aes('AES-CTR'), new Uint8Array(32))).slice(32) === hex(await crypto.subtle.encrypt({ name: 'AES-CTR', counter: bytes('000102030405060708090a0b0c0d0e00'), length: 8 }, await aes('AES-CTR'), new Uint8Array(16)))", "true")]
    [InlineData("hex(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, await aes('AES-GCM', '00000000000000000000000000000000'), new Uint8Array(16)))", "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf")]
    [InlineData("hex(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, await aes('AES-GCM', '00000000000000000000000000000000'), bytes('0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf')))", "00000000000000000000000000000000")]
    [InlineData("await refused(crypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, await aes('AES-GCM', '00000000000000000000000000000000'), bytes('0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bdde')))", "OperationError")]
    [InlineData("await refused(crypto.subtle.sign('HMAC', await hmac(['verify']), text('x')))", "InvalidAccessError")]
    [InlineData("await refused(crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, await aes('AES-GCM'), text('x')))", "InvalidAccessError")]
    [InlineData("await refused(crypto.subtle.importKey('raw', new Uint8Array(5), 'AES-CBC', true, ['encrypt']))", "DataError")]
    [InlineData("await refused(crypto.subtle.digest('MD5', text('x')))", "NotSupportedError")]
    [InlineData("await refused(crypto.subtle.wrapKey())", "NotSupportedError")]
    [InlineData("hex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: text('salt'), iterations: 1 }, await origin('PBKDF2', text('password')), 256))", "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b")]
    [InlineData("hex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: text('salt'), iterations: 4096 }, await origin('PBKDF2', text('password')), 256))", "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a")]
    [InlineData("hex(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: bytes('000102030405060708090a0b0c'), info: bytes('f0f1f2f3f4f5f6f7f8f9') }, await origin('HKDF', bytes('0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b')), 336))", "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")]
    [InlineData("await (async () => { const k = await crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: text('salt'), iterations: 1 }, await origin('PBKDF2', text('password')), { name: 'AES-GCM', length: 128 }, true, ['encrypt']); return hex(await crypto.subtle.exportKey('raw', k)) + k.algorithm.name; })()", "120fb6cffcf8b32c43e7225256c4f837AES-GCM")]
    [InlineData("await agreed('P-256', 256)", "true32")]
    [InlineData("await agreed('P-521', null)", "true66")]
    [InlineData("await refused(crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: text('salt'), iterations: 0 }, await origin('PBKDF2', text('p')), 256))", "OperationError")]
    [InlineData("await refused(crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: text('salt'), iterations: 1 }, await origin('PBKDF2', text('p')), 7))", "OperationError")]
    [InlineData("await refused(crypto.subtle.generateKey('PBKDF2', false, ['deriveBits']))", "NotSupportedError")]
    [InlineData("await refused((async () => crypto.subtle.deriveBits({ name: 'ECDH', public: (await ec('P-384')).publicKey }, (await ec('P-256')).privateKey, 256))())", "InvalidAccessError")]
    [InlineData("await refused(crypto.subtle.digest('SHA-256', 'a text'))", "TypeError")]
    [InlineData("await refused(crypto.subtle.exportKey('raw', await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt'])))", "InvalidAccessError")]
    [InlineData("(await crypto.subtle.exportKey('raw', await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']))).byteLength", "32")]
    [InlineData("await pair({ name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' })", "64,true,false")]
    [InlineData("await pair({ name: 'ECDSA', namedCurve: 'P-384' }, { name: 'ECDSA', hash: { name: 'SHA-384' } })", "96,true,false")]
    [InlineData("await pair({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, 'RSASSA-PKCS1-v1_5')", "256,true,false")]
    [InlineData("await pair({ name: 'RSA-PSS', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, { name: 'RSA-PSS', saltLength: 32 })", "256,true,false")]
    [InlineData("await (async () => { const keys = await crypto.subtle.generateKey({ name: 'RSA-OAEP', modulusLength: 2048, hash: 'SHA-256' }, true, ['encrypt', 'decrypt']); return hex(await crypto.subtle.decrypt('RSA-OAEP', keys.privateKey, await crypto.subtle.encrypt('RSA-OAEP', keys.publicKey, bytes('0102ff')))); })()", "0102ff")]
    [InlineData("await carried({ name: 'ECDSA', namedCurve: 'P-256' }, 'spki', 'pkcs8')", "true")]
    [InlineData("await carried({ name: 'ECDSA', namedCurve: 'P-256' }, 'jwk', 'jwk')", "true")]
    [InlineData("await carried({ name: 'ECDSA', namedCurve: 'P-521' }, 'raw', 'pkcs8')", "true")]
    [InlineData("await carried({ name: 'RSA-PSS', modulusLength: 2048, hash: 'SHA-256' }, 'jwk', 'jwk')", "true")]
    [InlineData("await carried({ name: 'RSA-PSS', modulusLength: 2048, hash: 'SHA-256' }, 'spki', 'pkcs8')", "true")]
    [InlineData("(await crypto.subtle.exportKey('jwk', await hmac(['sign']))).k", "a2V5")]
    [InlineData("await (async () => { const k = await hmac(['sign']); return [k.type, k.extractable, k.algorithm.name, k.algorithm.hash.name, k.algorithm.length, k.usages.join()].join(); })()", "secret,true,HMAC,SHA-256,24,sign")]
    [InlineData("/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())", "true")]
    [InlineData("(() => { const a = new Uint32Array(8); return crypto.getRandomValues(a) === a && a.some((n) => n > 0xffff); })()", "true")]
    [InlineData("(() => { try { crypto.getRandomValues([1]); } catch (e) { return e.name; } })()", "TypeError")]
    [InlineData("same === crypto", "true")]
    public async Task Web_crypto_is_that_of_the_standard(string expression, string expected)
    {
        var script = $$"""
            import { crypto as same } from 'k6/experimental/webcrypto';
            const text = (t) => new Uint8Array([...t].map((c) => c.charCodeAt(0)));
            const bytes = (h) => new Uint8Array(h.match(/../g).map((b) => parseInt(b, 16)));
            const hex = (b) => [...new Uint8Array(b)].map((n) => n.toString(16).padStart(2, '0')).join('');
            const hmac = (usages) => crypto.subtle.importKey('raw', text('key'), { name: 'HMAC', hash: 'SHA-256' }, true, usages);
            const aes = (name, key = '2b7e151628aed2a6abf7158809cf4f3c') => crypto.subtle.importKey('raw', bytes(key), name, true, ['encrypt', 'decrypt']);
            const origin = (name, secret) => crypto.subtle.importKey('raw', secret, name, false, ['deriveBits', 'deriveKey']);
            const ec = (namedCurve) => crypto.subtle.generateKey({ name: 'ECDH', namedCurve }, true, ['deriveBits', 'deriveKey']);
            const agreed = async (curve, bits) => {
              const [a, b] = [await ec(curve), await ec(curve)]; const over = await crypto.subtle.importKey('raw', await crypto.subtle.exportKey('raw', b.publicKey), { name: 'ECDH', namedCurve: curve }, true, []);
              const [one, two] = [await crypto.subtle.deriveBits({ name: 'ECDH', public: over }, a.privateKey, bits), await crypto.subtle.deriveBits({ name: 'ECDH', public: a.publicKey }, b.privateKey, bits)];
              return String(hex(one) === hex(two)) + one.byteLength;
            };
            const refused = (promise) => promise.then(() => 'nothing was refused', (e) => e.name);
            const verified = async (keys, how) => { const s = await crypto.subtle.sign(how, keys.privateKey, text('abc')); return [s.byteLength, await crypto.subtle.verify(how, keys.publicKey, s, text('abc')), await crypto.subtle.verify(how, keys.publicKey, s, text('abd'))].join(); };
            const pair = async (algorithm, how) => verified(await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']), how);
            const carried = async (algorithm, open, secret) => {
              const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']); const how = { name: algorithm.name, hash: 'SHA-256', saltLength: 32 };
              const publicKey = await crypto.subtle.importKey(open, await crypto.subtle.exportKey(open, keys.publicKey), algorithm, true, ['verify']);
              const privateKey = await crypto.subtle.importKey(secret, await crypto.subtle.exportKey(secret, keys.privateKey), algorithm, true, ['sign']);
              return (await verified({ publicKey, privateKey: keys.privateKey }, how)).endsWith('true,false') && (await verified({ publicKey: keys.publicKey, privateKey }, how)).endsWith('true,false');
            };
            export default async function () { return String({{expression}}); }
            """;

        (await Task.Run(() => ScriptFolder.Run(script))).Should().Be(expected);
    }
}
