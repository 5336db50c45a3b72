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
    [InlineData("[3, 2, 1].sort(() => { for (;;); })")]
    [InlineData("const i = { [Symbol.iterator]() { return this; }, next() { return { done: false }; } }; [...i]")]
    [InlineData("const r = []; r.length = 4294967295; r.join(',')")]
    [InlineData("const p = Promise.resolve(); const f = () => p.then(f); f()")]
    [InlineData("setInterval(() => {}, 1)")]
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
    [InlineData("let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return JSON.stringify(a);")]
    [InlineData("const o = { get x() { return this.x; } }; return o.x;")]
    [InlineData("const o = { toString() { return `${this}`; } }; return `${o}`;")]
    [InlineData("const o = new Proxy({}, { get(t, k, r) { return r[k]; } }); return o.x;")]
    [InlineData("let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return a.flat(Infinity);")]
    [InlineData("function* g() { yield* g(); } return [...g()];")]
    [InlineData("class A { constructor() { new A(); } } new A();")]
    [InlineData("return JSON.parse('['.repeat(1e5) + ']'.repeat(1e5));")]
    [InlineData("return eval('('.repeat(1e5) + '1' + ')'.repeat(1e5));")]
    [InlineData("return eval('1' + '+1'.repeat(1e5));")]
    [InlineData("return eval('!'.repeat(1e5) + '1');")]
    [InlineData("const a = {}; a.a = a; return JSON.stringify(a);")]
    public void Recursion_without_end_is_an_error_and_not_the_end_of_the_process(string body)
    {
        using var folder = new ScriptFolder($"export default () => {{ {body} }};");

        folder.Invoking(script => script.Run()).Should().Throw<Exception>().Which.Should().BeAssignableTo<Jint.JintException>();
    }

    /// <summary>Compiled well, each proxy asks the next one by a tail call, which takes no stack: then there is an answer.</summary>
    [Fact]
    public void A_long_chain_of_proxies_has_its_answer_or_is_an_error()
    {
        using var folder = new ScriptFolder("export default () => { let p = { x: 1 }; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); if (p.x !== 1) throw new TypeError('no answer'); };");

        try
        {
            folder.Run();
        }
        catch (Jint.JintException exception)
        {
            exception.Message.Should().NotContain("no answer");
        }
    }

    [Theory]
    [InlineData("const parts = []; for (;;) parts.push('x'.repeat(100 * 1024 * 1024));")]
    [InlineData("new Array(4e9)")]
    [InlineData("Array(1e9).fill(0)")]
    [InlineData("Array.from({ length: 1e9 })")]
    [InlineData("'x'.padEnd(2 ** 30)")]
    [InlineData("new ArrayBuffer(1e10)")]
    [InlineData("2n ** 100000000n")]
    public void Memory_without_end_is_an_error(string body)
    {
        using var folder = new ScriptFolder($"export default () => {{ {body} }};");

        folder.Invoking(script => script.Run()).Should().Throw<Jint.JintException>();
    }

    [Fact]
    public void A_string_of_100_MB_is_no_fault() => ScriptFolder.Run("export default () => 'x'.repeat(100 * 1024 * 1024).length;").Should().Be("104857600");

    [Fact]
    public void A_regular_expression_without_end_is_an_error_of_the_script()
    {
        using var folder = new ScriptFolder("export default () => /(a+)+$/.test('a'.repeat(40) + '!');");
        var files = new ScriptFiles(folder.Script);
        ImportCheck.Check(files);
        var test = new ScriptTest(files, new Dictionary<string, string>(), TimeProvider.System) { LongestMatch = TimeSpan.FromSeconds(1) };

        test.Invoking(one => ScriptFolder.OnThread(() => new ScriptUser(one, 1).Evaluate()))
            .Should().Throw<Jint.Runtime.JavaScriptException>().WithMessage("A regular expression took longer than 1 s and was ended.");
        new ScriptTest(files, new Dictionary<string, string>(), TimeProvider.System).LongestMatch.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("await new Promise(() => {})")]
    [InlineData("await { then() {} }")]
    public void A_promise_that_nothing_can_keep_is_an_error_and_no_wait_without_end(string body)
    {
        using var folder = new ScriptFolder($"export default async () => {{ {body} }};");

        folder.Invoking(script => script.Run()).Should().Throw<Jint.Runtime.JavaScriptException>().WithMessage("The function waits for a promise that nothing is left to keep*");
    }

    [Fact]
    public void A_million_rows_are_kept_once_for_all_users()
    {
        using var folder = new ScriptFolder("""
            import { SharedArray } from 'k6/data';
            const rows = new SharedArray('rows', () => { const all = []; for (let i = 0; i < 1e6; i++) all.push({ id: i, name: 'user ' + i }); return all; });
            export default () => rows.length + rows[999999].name;
            """);
        var files = new ScriptFiles(folder.Script);
        ImportCheck.Check(files);
        var test = new ScriptTest(files, new Dictionary<string, string>(), TimeProvider.System);
        ScriptUser Make(int number) => ScriptFolder.OnThread(() => new ScriptUser(test, number));
        ScriptFolder.OnThread(Make(1).Evaluate).Should().Be("1000000user 999999");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var others = Enumerable.Range(2, 20).Select(Make).ToList();

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(40 << 20, "20 copies of the rows would be a gigabyte");
        ScriptFolder.OnThread(others[^1].Evaluate).Should().Be("1000000user 999999");
    }

    private static ScriptUser NewUser(ScriptFolder folder)
    {
        var files = new ScriptFiles(folder.Script);
        ImportCheck.Check(files);
        return ScriptFolder.OnThread(() => new ScriptUser(new ScriptTest(files, new Dictionary<string, string>(), TimeProvider.System), 1));
    }
}
