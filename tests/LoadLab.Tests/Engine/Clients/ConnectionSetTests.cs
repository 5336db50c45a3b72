using LoadLab.Core.Runs;
using LoadLab.Engine.Clients;

namespace LoadLab.Tests.Engine.Clients;

public sealed class ConnectionSetTests
{
    private static readonly Uri First = new("http://127.0.0.1:1/");
    private static readonly Uri Second = new("http://127.0.0.1:2/");

    [Fact]
    public void Users_with_connections_of_their_own_take_turns()
    {
        using var set = Set(ConnectionPolicy.PerUser, First, Second);

        var clients = Enumerable.Range(0, 5).Select(_ => set.ClientForUser()).ToList();

        clients.Select(client => client.BaseAddress).Should().Equal(First, Second, First, Second, First);
        clients.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Users_that_share_take_turns_between_one_pool_for_each_instance()
    {
        using var set = Set(ConnectionPolicy.Shared, First, Second);

        var clients = Enumerable.Range(0, 4).Select(_ => set.ClientForUser()).ToList();

        clients.Select(client => client.BaseAddress).Should().Equal(First, Second, First, Second);
        clients.Distinct().Should().HaveCount(2);
    }

    private static ConnectionSet Set(ConnectionPolicy policy, params Uri[] instances) => new(
        new PhasePlan { Name = "a", Model = LoadModel.Closed, Mix = [], Segments = [], MaxVirtualUsers = 5, Connections = policy }, instances, TimeProvider.System, CancellationToken.None);
}
