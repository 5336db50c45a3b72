using LoadLab.Stacks.External;
using StackExchange.Redis;

namespace LoadLab.Tests.Stacks.External;

public sealed class RedisDiagnosisTests
{
    [Theory]
    [InlineData("h:1", "-NOAUTH Authentication required.\r\n", "it wants a password: add password=… (and user=… for an ACL user)")]
    [InlineData("h:1,password=x", "-WRONGPASS invalid username-password pair or user is disabled.\r\n", "the password of the default user is wrong, or there is no such user, or it is switched off (WRONGPASS). Correct user=…,password=…")]
    [InlineData("h:1,user=ann,password=x", "-WRONGPASS invalid\r\n", "the password of user 'ann' is wrong, or there is no such user, or it is switched off (WRONGPASS). Correct user=…,password=…")]
    [InlineData("h:1,password=x", "-ERR invalid password\r\n", "the password is wrong. Correct password=…")]
    [InlineData("h:1,user=ann,password=x", "-ERR wrong number of arguments for 'auth' command\r\n", "it knows no users, as no Redis before 6 does: leave out user=…")]
    [InlineData("h:1,user=ann,password=x", "-NOPERM this user has no permissions to run the 'ping' command\r\n",
        "user 'ann' may log in, and has no right to run PING (NOPERM). Run in Redis: ACL SETUSER <the user of stack.external.redis> +ping +info +llen +latency|histogram ~*")]
    [InlineData("h:1", "HTTP/1.1 400 Bad Request\r\nServer: x", "what listens there is no Redis: it answered 'HTTP/1.1 400 Bad Request'")]
    [InlineData("h:1", "-LOADING Redis is loading the dataset in memory\r\n", "LOADING Redis is loading the dataset in memory")]
    [InlineData("h:1", "+PONG\r\n", null)]
    [InlineData("h:1,password=x", "+OK\r\n", null)]
    public void The_first_answer_says_what_to_change(string configuration, string answer, string? why) =>
        RedisDiagnosis.Explain(ConfigurationOptions.Parse(configuration), answer).Should().Be(new RedisHint(why, IsFault: why is not null));

    [Theory]
    [InlineData("-ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?\r\n")]
    [InlineData("-ERR Client sent AUTH, but no password is set\r\n")]
    public void A_password_that_nobody_asked_for_is_told_and_no_fault(string answer) =>
        RedisDiagnosis.Explain(ConfigurationOptions.Parse("h:1,password=x"), answer).Should().Be(RedisHint.Remark("it asks for no password, so the one that was given proves nothing"));
}
