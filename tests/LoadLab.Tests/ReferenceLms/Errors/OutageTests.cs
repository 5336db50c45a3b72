using System.Net.Sockets;
using LoadLab.ReferenceLms.Errors;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.Tests.ReferenceLms.Errors;

public sealed class OutageTests
{
    [Theory]
    [InlineData("08006", true)] // connection_failure
    [InlineData("53300", true)] // too_many_connections
    [InlineData("57P01", true)] // admin_shutdown
    [InlineData("57P03", true)] // cannot_connect_now
    [InlineData("42601", false)] // syntax_error: ours
    [InlineData("23505", false)] // unique_violation: ours
    public void Postgres_tells_an_outage_from_a_fault_by_the_class_of_its_state(string sqlState, bool expected) =>
        Outage.IsOutage(new PostgresException("text", "ERROR", "ERROR", sqlState)).Should().Be(expected);

    [Fact]
    public void A_full_pool_and_a_lost_Redis_are_outages()
    {
        Outage.IsOutage(new NpgsqlException("The connection pool has been exhausted", new TimeoutException())).Should().BeTrue();
        Outage.IsOutage(new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "gone")).Should().BeTrue();
        Outage.IsOutage(new SocketException()).Should().BeTrue();
    }

    [Fact]
    public void A_fault_of_the_service_is_no_outage() => Outage.IsOutage(new InvalidOperationException()).Should().BeFalse();
}
