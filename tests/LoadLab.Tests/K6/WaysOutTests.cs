namespace LoadLab.Tests.K6;

/// <summary>A script cannot reach .NET, the machine's files, or another user's objects.</summary>
public sealed class WaysOutTests
{
    [Theory]
    [InlineData("typeof System")]
    [InlineData("typeof importNamespace")]
    [InlineData("typeof clrHelper")]
    [InlineData("typeof host")]
    [InlineData("typeof require")]
    [InlineData("typeof process")]
    [InlineData("typeof Deno")]
    [InlineData("typeof http.get.GetType")]
    [InlineData("typeof http.GetType")]
    [InlineData("typeof check.Invoke")]
    [InlineData("typeof check.Method")]
    [InlineData("typeof open.Target")]
    [InlineData("typeof new Trend('t1').GetType")]
    [InlineData("typeof __ENV.GetType")]
    [InlineData("typeof exec.vu.tags.GetType")]
    [InlineData("typeof exec.scenario.GetType")]
    [InlineData("typeof globalThis.constructor.GetType")]
    [InlineData("typeof http.cookieJar().GetType")]
    [InlineData("typeof crypto.createHash('md5').GetType")]
    [InlineData("typeof (() => { try { null.x } catch (e) { return e.GetType ?? e.StackTrace ?? e.InnerException } })()")]
    [InlineData("typeof (() => { try { open('/nowhere') } catch (e) { return e.GetType ?? e.InnerException } })()")]
    public void There_is_nothing_of_dotnet(string expression) => ScriptFolder.Run($$"""
        import http from 'k6/http';
        import exec from 'k6/execution';
        import crypto from 'k6/crypto';
        import { check } from 'k6';
        import { Trend } from 'k6/metrics';
        const seen = (() => { try { return {{expression}}; } catch (e) { return String(e); } })();
        export default () => seen;
        """).Should().Be("undefined");

    /// <summary>A constructor chain ends at the script's own Function, which knows the script's globals only.</summary>
    [Theory]
    [InlineData("http.get.constructor('return typeof System')()")]
    [InlineData("check.constructor.constructor('return typeof System')()")]
    [InlineData("({}).constructor.constructor('return typeof importNamespace')()")]
    [InlineData("[].map.constructor('return typeof process')()")]
    [InlineData("(0, eval)('typeof System')")]
    [InlineData("Reflect.construct(Function, ['return typeof System'])()")]
    public void A_constructor_chain_stays_inside(string expression) => ScriptFolder.Run($$"""
        import http from 'k6/http';
        import { check } from 'k6';
        export default () => {{expression}};
        """).Should().Be("undefined");

    [Theory]
    [InlineData("loadlab/metrics")]
    [InlineData("loadlab/data")]
    [InlineData("System")]
    [InlineData("fs")]
    public void Modules_that_are_not_k6s_cannot_be_imported(string specifier)
    {
        using var folder = new ScriptFolder($"import x from '{specifier}';\nexport default () => 1;");

        folder.Invoking(script => script.Load()).Should().Throw<LoadLab.Core.LoadLabException>().WithMessage($"script.js:1: import x from '{specifier}';*cannot be imported*");
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../../../../etc/hostname")]
    [InlineData("./sub/../../outside.txt")]
    [InlineData("file:///etc/hostname")]
    [InlineData("./link.txt")]
    [InlineData("./folder-link/hostname")]
    public void Open_reads_nothing_outside_the_folder(string path)
    {
        using var folder = new ScriptFolder($$"""const text = (() => { try { return open('{{path}}'); } catch (e) { return e.message; } })(); export default () => text;""");
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "link.txt"), "/etc/hostname");
        Directory.CreateSymbolicLink(Path.Combine(folder.Folder, "folder-link"), "/etc");

        folder.Run().Should().Contain("lies outside the script's folder");
    }

    [Fact]
    public void Open_reads_the_folders_own_files() =>
        ScriptFolder.Run("const text = open('./data/a.txt'); export default () => text;", ("data/a.txt", "here")).Should().Be("here");

    [Fact]
    public void Users_share_no_objects()
    {
        using var folder = new ScriptFolder("""
            import { SharedArray } from 'k6/data';
            const rows = new SharedArray('rows', () => [{ n: 1 }]);
            export default () => { const before = String(Object.prototype.dirt) + rows[0].n; Object.prototype.dirt = 'dirty'; Array.prototype.dirt = 1; rows[0].n = 2; return before; };
            """);

        (folder.Run(), folder.Run()).Should().Be(("undefined1", "undefined1"));
    }

    [Fact]
    public void The_environment_is_what_was_given_and_nothing_else()
    {
        using var folder = new ScriptFolder("export default () => Object.keys(__ENV).join() + __ENV.HERE;");

        folder.Run(new Dictionary<string, string> { ["HERE"] = "yes" }).Should().Be("HEREyes");
    }
}
