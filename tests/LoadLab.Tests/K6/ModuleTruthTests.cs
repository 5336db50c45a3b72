namespace LoadLab.Tests.K6;

/// <summary>What k6 2.2 gives for a line of a script, as seen when the same line ran there and here.</summary>
public sealed class ModuleTruthTests
{
    [Theory]
    [InlineData("thrown(() => check(1))", "Error")]
    [InlineData("thrown(() => check(1, null))", "TypeError")]
    [InlineData("thrown(() => check(1, { 'a::b': true }))", "Error")]
    [InlineData("thrown(() => check(1, { a: async () => false }))", "Error")]
    [InlineData("check(5, [() => true])", "true")]
    [InlineData("[check(1, {}), check(1, { b: () => 'text', c: () => 0 })].join()", "true,false")]
    [InlineData("thrown(() => group('x'))", "Error")]
    [InlineData("thrown(() => group('x', async () => 1))", "Error")]
    [InlineData("thrown(() => group('a::b', () => 1))", "Error")]
    [InlineData("String(sleep('x')) + sleep() + sleep(-1)", "undefinedundefinedundefined")]
    [InlineData("thrown(() => { rows[0].n = 9; })", "TypeError")]
    [InlineData("thrown(() => { rows[0].inner.deep.push(1); })", "TypeError")]
    [InlineData("rows[0].inner.deep.join()", "1,2")]
    [InlineData("noName", "Error")]
    [InlineData("encoding.b64encode('subjects?>', 'bad')", "c3ViamVjdHM/Pg==")]
    [InlineData("[thrown(() => encoding.b64encode(5)), thrown(() => encoding.b64encode()), thrown(() => encoding.b64encode(null))].join()", "Error,Error,Error")]
    [InlineData("[thrown(() => crypto.sha1(5, 'hex')), thrown(() => crypto.sha1(undefined, 'hex')), thrown(() => crypto.hmac('sha1', 5, 'x', 'hex'))].join()", "Error,Error,Error")]
    [InlineData("[counter.add('2'), counter.add(-1), counter.add(null), counter.add('abc'), counter.add()].join()", "true,true,false,false,false")]
    [InlineData("thrown(() => counter.add(1, { a: null }))", "Error")]
    [InlineData("thrown(() => { exec.vu.metrics.tags.o = {}; })", "TypeError")]
    [InlineData("(exec.vu.metrics.tags.a = 'b', 'a' in exec.vu.metrics.tags)", "true")]
    [InlineData("(exec.vu.metrics.tags.a = 'b', Object.keys(exec.vu.metrics.tags).sort().join())", "a,group")]
    [InlineData("(exec.vu.metrics.metadata.m = '1', exec.vu.metrics.metadata.m)", "1")]
    [InlineData("Object.keys(exec.test).sort().join()", "abort,fail,options")]
    [InlineData("atInit", "Error,Error,Error")]
    [InlineData("(() => { const c = {}; c.c = c; console.log(c, Symbol('q'), () => 1, new Error('x'), [c]); return 'went on'; })()", "went on")]
    public void A_line_gives_what_it_gives_in_k6(string expression, string expected) => ScriptFolder.Run($$"""
        import exec from 'k6/execution';
        import encoding from 'k6/encoding';
        import crypto from 'k6/crypto';
        import { check, group, sleep } from 'k6';
        import { Counter } from 'k6/metrics';
        import { SharedArray } from 'k6/data';
        const thrown = (f) => { try { f(); } catch (e) { return e.name; } return 'nothing was thrown'; };
        const counter = new Counter('things');
        const rows = new SharedArray('rows', () => [{ n: 1, inner: { deep: [1, 2] } }]);
        const noName = thrown(() => new SharedArray('', () => [1]));
        const atInit = [thrown(() => exec.vu.idInTest), thrown(() => exec.instance.vusActive), thrown(() => exec.scenario.name)].join();
        export default () => {{expression}};
        """).Should().Be(expected);

    [Fact]
    public void The_options_that_a_script_sees_are_all_of_them()
    {
        var options = System.Text.Json.Nodes.JsonNode.Parse(LoadLab.K6.Loads.WholeOptions.Of("""{"vus":2,"iterations":4,"tags":{"top":"x"}}"""))!.AsObject();

        options.Should().HaveCount(39);
        options.ContainsKey("vus").Should().BeFalse("k6 makes a scenario of the shortcuts");
        options["scenarios"]!["default"]!.ToJsonString().Should().Be("""{"executor":"shared-iterations","iterations":4,"maxDuration":null,"vus":2,"startTime":null,"gracefulStop":null,"env":null,"exec":null,"tags":null}""");
        options["tags"]!["top"]!.GetValue<string>().Should().Be("x");
    }

    [Fact]
    public void Random_numbers_follow_the_seed_and_differ_between_users()
    {
        using var folder = new ScriptFolder("export default () => [Math.random(), Math.random()].join();");

        string Of(long seed, int stream) => ScriptFolder.OnThread(() =>
            new LoadLab.K6.Hosting.ScriptUser(new LoadLab.K6.State.ScriptTest(new LoadLab.K6.Scripts.ScriptFiles(folder.Script), new Dictionary<string, string>(), TimeProvider.System) { Seed = seed }, 1, stream: stream).Evaluate());

        Of(7, 1).Should().Be(Of(7, 1));
        new[] { Of(7, 1), Of(7, 2), Of(8, 1), Of(8, 2) }.Should().OnlyHaveUniqueItems();
    }
}
