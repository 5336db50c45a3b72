using System.Text;
using LoadLab.Stacks.External;
using StackExchange.Redis;

namespace LoadLab.Tests.Stacks.External;

public sealed class RedisDiagnosisTests
{
    [Theory]
    [InlineData("h:1", "-NOAUTH Authentication required.\r\n", "it wants a password: add password=… (and user=… for an ACL user)")]
    [InlineData("h:1,password=x", "-NOAUTH Authentication required.\r\n", "the password, or the user, is not right")]
    [InlineData("h:1,ssl=true", "+PONG\r\n", "it does not speak TLS: leave out ssl=true")]
    [InlineData("h:1", "\u0015\u0003\u0003", "it speaks TLS: add ssl=true")]
    [InlineData("h:1", "", "it speaks TLS: add ssl=true")]
    [InlineData("h:1", "HTTP/1.1 400 Bad Request\r\n", "what listens there is no Redis")]
    [InlineData("h:1", "-LOADING Redis is loading the dataset in memory\r\n", "LOADING Redis is loading the dataset in memory")]
    [InlineData("h:1", "+PONG\r\n", null)]
    public void The_first_answer_says_what_to_change(string configuration, string answer, string? why) =>
        RedisDiagnosis.Explain(ConfigurationOptions.Parse(configuration), Encoding.Latin1.GetBytes(answer)).Should().Be(why);
}
