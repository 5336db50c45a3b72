using System.Net;
using LoadLab.Stacks.Clients;
using Npgsql;

namespace LoadLab.Tests.Stacks.External;

public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("redis://:ab,cd=;%20%22@127.0.0.1:6380/3", "127.0.0.1", 6380, null, "ab,cd=; \"", false, 3)]
    [InlineData("rediss://ann:p%40s%2Cs@cache.example", "cache.example", 6379, "ann", "p@s,s", true, null)]
    [InlineData("redis://:p@ss/w:rd@[::1]:7000", "::1", 7000, null, "p@ss/w:rd", false, null)]
    [InlineData("127.0.0.1:6380,password=abc,user=ann,ssl=true,defaultDatabase=3", "127.0.0.1", 6380, "ann", "abc", true, 3)]
    [InlineData("redis://cache", "cache", 6379, null, null, false, null)]
    public void A_redis_is_found_by_its_configuration_or_its_URI(string text, string host, int port, string? user, string? password, bool isTls, int? database)
    {
        var options = RedisText.Parse(text);

        var point = options.EndPoints.Should().ContainSingle().Subject;
        (point is DnsEndPoint dns ? (dns.Host, dns.Port) : (((IPEndPoint)point).Address.ToString(), ((IPEndPoint)point).Port)).Should().Be((host, port));
        (options.User, options.Password, options.Ssl, options.DefaultDatabase).Should().Be((user, password, isTls, database));
    }

    [Theory]
    [InlineData("127.0.0.1:6379,password=ab,hidden")]
    [InlineData("127.0.0.1:6379,password=ab,hidden=x")]
    [InlineData("127.0.0.1:hidden,password=x,ssl=hidden")]
    [InlineData("redis://:x@h/hidden")]
    [InlineData("redis://:x@h?hidden=1")]
    [InlineData("redis://:hidden@")]
    public void What_is_no_redis_says_what_to_write_and_nothing_of_the_text(string text) =>
        ((Action)(() => RedisText.Parse(text))).Should().Throw<ArgumentException>().Which.ToString().Should().Contain("%2C").And.NotContain("hidden");

    [Theory]
    [InlineData("postgres://ann:p%40s;s=%20w@db.example:5433/shop?sslmode=verify-full&application_name=x", "Host=db.example;Port=5433;Username=ann;Password=\"p@s;s= w\";Database=shop;SSL Mode=VerifyFull;Application Name=x")]
    [InlineData("postgresql://ann@[::1]:5433/shop", "Host=::1;Port=5433;Username=ann;Database=shop")]
    [InlineData("postgresql://ann:a@b@h1:1,h2:2/shop", "Host=h1:1,h2:2;Username=ann;Password=a@b;Database=shop")]
    [InlineData("Host=h;Password=';\"= '", "Host=h;Password=\";\"\"= \"")]
    public void A_postgres_is_found_by_Npgsqls_string_or_its_URI(string text, string expected) =>
        PostgresText.Parse(text).Should().BeEquivalentTo(new NpgsqlConnectionStringBuilder(expected));

    [Theory]
    [InlineData("Host=h,Username=u,Password=hidden")]
    [InlineData("Host=h;Pass word=hidden")]
    [InlineData("postgres://u:hidden@h:port/d")]
    [InlineData("postgres://u:x@h/d?hidden=1")]
    [InlineData("hidden")]
    public void What_is_no_postgres_says_what_to_write_and_nothing_of_the_text(string text) =>
        ((Action)(() => PostgresText.Parse(text))).Should().Throw<ArgumentException>().Which.ToString().Should().Contain("postgres://").And.NotContain("hidden");

    [Theory]
    [InlineData("Host=h;Password=\"a;b\";Database=d", new[] { "\"a;b\";Database=d", "a;b" })]
    [InlineData("redis://:a%2Cb@h:1", new[] { "a%2Cb", "a,b" })]
    [InlineData("h:1,password=ab,cd", new[] { "ab,cd" })]
    [InlineData("Host=h", new string[0])]
    public void Secrets_are_known_as_they_stand_there_and_as_they_are_sent(string text, string[] secrets) =>
        Redaction.Secrets(text).Should().Equal(secrets);
}
