using LoadLab.Stacks.Containers;

namespace LoadLab.Tests.Stacks.Containers;

public sealed class StartLogTests
{
    [Theory]
    [InlineData("2026-11-27 10:00:00.000 UTC [1] FATAL:  could not access file \"pg_stat_statements\": No such file or directory", "NoStatementStatistics")]
    [InlineData("WARNING:  invalid value for parameter \"pg_stat_statements.max\": \"many\"\nFATAL:  could not map anonymous shared memory: Cannot allocate memory", "Other")]
    [InlineData("FATAL:  could not access file \"pg_partman_bgw\": No such file or directory", "Other")]
    [InlineData("LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use", "PortTaken")]
    [InlineData("driver failed programming external connectivity: Bind for 127.0.0.1:5432 failed: port is already allocated", "PortTaken")]
    [InlineData("write /var/lib/docker/tmp/1: no space left on device", "DiskFull")]
    [InlineData("exec /usr/local/bin/docker-entrypoint.sh: exec format error", "OtherArchitecture")]
    [InlineData("(its log is empty)", "Other")]
    public void The_cause_is_what_the_server_or_the_engine_says(string log, string cause) => StartLog.CauseIn(log).ToString().Should().Be(cause);
}
