using LoadLab.K6.Hosting;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;

namespace LoadLab.Tests.K6;

/// <summary>What a script cannot take: time without end, the stack, the memory.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("for (;;);")]
    [InlineData("do { } while (1)")]
    [InlineData("try { while (true) {} } catch (e) { while (true) {} } finally { while (true) {} }")]
    [InlineData("sleep(1e6)")]
    [InlineData("[1].forEach(() => { for (;;) {} })")]
    [InlineData("const f = () => { setTimeout(f, 1) }; f()")]
    [InlineData("JSON.stringify({ toJSON() { while (true); } })")]
    [InlineData("parseHTML('<div>'.repeat(5e5))")]
    public void An_endless_iteration_ends_when_it_is_cut(string body)
    {
        using var folder = new ScriptFolder($"import {{ sleep }} from 'k6'; import {{ parseHTML }} from 'k6/html'; export default () => {{ {body} }};");
        var user = NewUser(folder);
        var running = Task.Run(() => ScriptFolder.OnThread(user.Evaluate));
        user.State.Cut();

        running.Invoking(task => task.GetAwaiter().GetResult()).Should().Throw<OperationCanceledException>();
    }

    [Theory]
    [InlineData("const f = () => f(); return f();")]
    [InlineData("const f = () => [1].map(f); return f();")]
    [InlineData("let a = []; for (let i = 0; i < 2e4; i++) a = [a]; return JSON.stringify(a);")]
    [InlineData("const o = { get x() { return this.x; } }; return o.x;")]
    [InlineData("const o = { toString() { return `${this}`; } }; return `${o}`;")]
    public void Recursion_without_end_is_an_error_and_not_the_end_of_the_process(string body)
    {
        using var folder = new ScriptFolder($"export default () => {{ {body} }};");

        folder.Invoking(script => script.Run()).Should().Throw<Exception>().Which.Should().BeAssignableTo<Jint.JintException>();
    }

    [Theory]
    [InlineData("const parts = []; for (;;) parts.push('x'.repeat(100 * 1024 * 1024));")]
    [InlineData("new Array(4e9)")]
    public void Memory_without_end_is_an_error(string body)
    {
        using var folder = new ScriptFolder($"export default () => {{ {body} }};");

        folder.Invoking(script => script.Run()).Should().Throw<Jint.JintException>();
    }

    [Fact]
    public void A_string_of_100_MB_is_no_fault() => ScriptFolder.Run("export default () => 'x'.repeat(100 * 1024 * 1024).length;").Should().Be("104857600");

    private static ScriptUser NewUser(ScriptFolder folder)
    {
        var files = new ScriptFiles(folder.Script);
        ImportCheck.Check(files);
        return ScriptFolder.OnThread(() => new ScriptUser(new ScriptTest(files, new Dictionary<string, string>(), TimeProvider.System), 1));
    }
}
