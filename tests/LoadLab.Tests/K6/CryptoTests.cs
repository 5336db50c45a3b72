namespace LoadLab.Tests.K6;

/// <summary><c>k6/crypto</c> against published values.</summary>
public sealed class CryptoTests
{
    [Theory]
    [InlineData("crypto.md4('abc', 'hex')", "a448017aaf21d8525fc10ae87aa6729d")]
    [InlineData("crypto.md5('abc', 'hex')", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("crypto.sha1('abc', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("crypto.sha256('abc', 'hex')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("crypto.sha384('abc', 'hex')", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData("crypto.sha512('abc', 'hex')", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    [InlineData("crypto.sha512_224('abc', 'hex')", "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa")]
    [InlineData("crypto.sha512_256('abc', 'hex')", "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")]
    [InlineData("crypto.ripemd160('abc', 'hex')", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")]
    [InlineData("crypto.sha256(new Uint8Array([97, 98, 99]).buffer, 'hex')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("crypto.sha256(new Uint8Array([0, 97, 98, 99]).subarray(1), 'hex')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("crypto.hmac('md5', 'key', 'The quick brown fox jumps over the lazy dog', 'hex')", "80070713463e7749b90c2dc24911e275")]
    [InlineData("crypto.hmac('sha1', 'key', 'The quick brown fox jumps over the lazy dog', 'hex')", "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9")]
    [InlineData("crypto.hmac('sha512', 'key', 'The quick brown fox jumps over the lazy dog', 'hex')", "b42af09057bac1e2d41708e48a902e09b5ff7f12ab428a4fe86653c73dd248fb82f948a549f7b791a5b41915ee4d1ec3935357e4e2317250d0372afa2ebeeb3a")]
    [InlineData("(() => { const h = crypto.createHMAC('sha256', 'key'); h.update('The quick brown fox '); h.digest('hex'); h.update('jumps over the lazy dog'); return h.digest('hex'); })()", "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")]
    [InlineData("(() => { const h = crypto.createHMAC('sha256', 'k'.repeat(200)); h.update('x'); return h.digest('hex') === crypto.hmac('sha256', 'k'.repeat(200), 'x', 'hex'); })()", "true")]
    [InlineData("(() => { const h = crypto.createHash('sha1'); h.update('hel'); h.digest('hex'); h.update('lo'); return h.digest('hex'); })()", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d")]
    [InlineData("crypto.sha256('abc', 'base64')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]
    [InlineData("crypto.sha256('abc', 'base64url')", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=")]
    [InlineData("crypto.sha256('abc', 'base64rawurl')", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0")]
    [InlineData("new Uint8Array(crypto.md5('abc', 'binary'))[0]", "144")]
    [InlineData("new Uint8Array(crypto.randomBytes(16)).some((byte) => byte > 0)", "true")]
    [InlineData("crypto.hexEncode('abc')", "616263")]
    [InlineData("(() => { try { crypto.createHash('sha3'); } catch (e) { return e.message; } })()", "The algorithm 'sha3' is not there. Known: md4, md5, sha1, sha256, sha384, sha512, sha512_224, sha512_256, ripemd160.")]
    [InlineData("(() => { try { crypto.md5('a', 'base32'); } catch (e) { return e.message; } })()", "'base32' is no encoding of a digest. Known: hex, base64, base64url, base64rawurl, binary.")]
    public void Hashes_are_those_of_the_standards(string expression, string expected) =>
        ScriptFolder.Run($"import crypto from 'k6/crypto'; export default () => {expression};").Should().Be(expected);
}
