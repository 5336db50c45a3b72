using System.Text;
using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Security;

namespace LoadLab.Tests.ReferenceLms.Security;

public sealed class PasswordHasherTests
{
    /// <summary>RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "passwd" with salt "salt" and one iteration; the first 32 of its 64 bytes.</summary>
    private const string Rfc7914 = "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc";

    [Theory]
    [InlineData("passwd", true)]
    [InlineData("Passwd", false)]
    [InlineData("", false)]
    public void A_stored_hash_is_checked_as_the_standard_says(string password, bool expected)
    {
        var stored = new PasswordHash(Encoding.ASCII.GetBytes("salt"), Convert.FromHexString(Rfc7914), 1);

        HasherOf(iterations: 500).Verify(password, stored).Should().Be(expected);
    }

    [Fact]
    public void A_password_fits_its_own_hash_only()
    {
        var hasher = HasherOf(iterations: 10);

        var hash = hasher.Hash("password-01");

        hasher.Verify("password-01", hash).Should().BeTrue();
        hasher.Verify("password-02", hash).Should().BeFalse();
        hash.Iterations.Should().Be(10);
    }

    [Fact]
    public void Two_hashes_of_one_password_differ_by_their_salt()
    {
        var hasher = HasherOf(iterations: 10);

        var (first, second) = (hasher.Hash("password"), hasher.Hash("password"));

        first.Salt.Should().NotEqual(second.Salt);
        first.Hash.Should().NotEqual(second.Hash);
    }

    [Fact]
    public void Nobody_can_log_in_as_a_user_who_does_not_exist() => HasherOf(iterations: 10).Verify("", null).Should().BeFalse();

    [Fact]
    public void A_hash_of_another_cost_is_outdated()
    {
        var hash = HasherOf(iterations: 10).Hash("password");

        HasherOf(iterations: 10).IsOutdated(hash).Should().BeFalse();
        HasherOf(iterations: 20).IsOutdated(hash).Should().BeTrue();
        HasherOf(iterations: 20).Verify("password", hash).Should().BeTrue("it says itself what it cost");
    }

    private static PasswordHasher HasherOf(int iterations) =>
        new(new LmsOptions { Postgres = "", Redis = "", StoragePath = "", PasswordIterations = iterations });
}
