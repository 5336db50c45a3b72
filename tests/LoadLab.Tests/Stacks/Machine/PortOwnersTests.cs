using LoadLab.Stacks.Machine;

namespace LoadLab.Tests.Stacks.Machine;

public sealed class PortOwnersTests
{
    // Port 8080 is 1F90; state 0A listens, 01 is a connection.
    private const string Table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
           1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 100 0 0 10 0
           2: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 20 4 30 10 -1
           3: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 4714 1 0000000000000000 20 4 30 10 -1
        """;

    [Theory]
    [InlineData(8080, 4711)]
    [InlineData(80, 4712)]
    public void What_listens_is_told_apart_from_its_connections(int port, long inode) => PortOwners.Parse(Table, port).Should().Equal(inode);

    [Fact]
    public void A_port_that_nobody_listens_on_has_no_socket() => PortOwners.Parse(Table, 40000).Should().BeEmpty();

    [Fact]
    public void The_master_stands_for_its_workers_that_hold_the_socket_too() =>
        PortOwners.Topmost([20, 21, 22], [Process(1, 0), Process(20, 1), Process(21, 20), Process(22, 20), Process(30, 1)]).Should().Equal(20);

    [Fact]
    public void Processes_that_share_a_port_without_a_master_all_count() =>
        PortOwners.Topmost([20, 30], [Process(1, 0), Process(20, 1), Process(30, 1)]).Should().Equal(20, 30);

    [Fact]
    public void The_first_process_that_holds_a_services_socket_is_not_the_service()
    {
        PortOwners.Topmost([1, 20], [Process(1, 0), Process(20, 1)]).Should().Equal(20);
        PortOwners.Topmost([1], [Process(1, 0), Process(20, 1)]).Should().Equal([1], "in a container it is the service");
    }

    private static ProcessStat Process(int id, int parent) => new(id, parent, 'S', 0, 0, 0);
}
