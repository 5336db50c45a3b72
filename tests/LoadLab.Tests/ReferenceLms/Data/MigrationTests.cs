using LoadLab.ReferenceLms.Data;

namespace LoadLab.Tests.ReferenceLms.Data;

public sealed class MigrationTests
{
    [Fact]
    public void Migrations_are_embedded_and_numbered_without_a_gap()
    {
        var all = Migration.ReadAll();

        all.Select(migration => migration.Version).Should().Equal(Enumerable.Range(1, all.Count));
        all[0].Name.Should().Be("schema");
        all[1].Name.Should().Be("course_search");
        all.Should().OnlyContain(migration => migration.Sql.Length > 0);
    }
}
