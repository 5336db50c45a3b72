using LoadLab.K6;

namespace LoadLab.Tests.K6;

/// <summary>Ids in names make rows without end: that is told, with what to do.</summary>
public sealed class NameAdviceTests
{
    [Theory]
    [InlineData(NameAdvice.Many - 1, 0)]
    [InlineData(NameAdvice.Many, 1)]
    public void Many_names_are_told(int names, int advice)
    {
        var told = NameAdvice.Of("steady", Enumerable.Range(0, names).Select(id => $"read/GET host/a/x{id}").Append("write/POST host/a")).ToList();

        told.Should().HaveCount(advice);
        told.Should().NotContain(one => !one.StartsWith("The requests of 'read' have 100 names in phase 'steady', such as GET host/a/x0, GET host/a/x1, GET host/a/x10.", StringComparison.Ordinal));
    }
}
