using LoadLab.Core;
using LoadLab.K6.Scripts;

namespace LoadLab.Tests.K6;

/// <summary>Scripts in TypeScript, with a stand-in for Node that knows a few types; the real one is in the integration tests.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TypeScriptTests
{
    /// <summary>Blanks out, as Node does.</summary>
    private const string StandIn = "#!/bin/sh\nsed 's/: number/        /g; s/: void/      /g; s/: Options/         /g; s/ as string/          /g'\n";

    [Fact]
    public void Types_are_taken_out_and_imports_that_only_they_use()
    {
        using var folder = Folder(StandIn, "main.ts", """
            import { Options } from 'k6/options';
            import http, { RefinedResponse } from 'k6/http';
            import { twice,
              Kind } from './lib.ts';
            export const options: Options = {};
            export default function (): void { return `${twice(4)} ${typeof http.get}` as string; }
            """).Write("lib.ts", "export function twice(n: number) { return 2 * n; }");

        ScriptFolder.Run(Files(folder)).Should().Be("8 function");
    }

    [Fact]
    public void An_exception_has_the_line_and_column_of_the_file_as_it_was_written()
    {
        using var folder = Folder(StandIn, "main.ts", "import {\n  Options,\n} from 'k6/options';\nconst a: number = 1;\nexport default function (): void {\n  const b: number = 2; missing(a, b);\n}\n");

        folder.Invoking(_ => ScriptFolder.Run(Files(folder))).Should().Throw<Exception>().Which.Should().Match(fault => ScriptFaults.Describe((Exception)fault).Contains("main.ts:6:24", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_Node_on_PATH_it_is_told_what_to_do()
    {
        using var folder = new ScriptFolder("").Write("main.ts", "export default function (): void {}");
        var files = new ScriptFiles(Path.Combine(folder.Folder, "main.ts"), programs: folder.Folder);

        LoadLab.K6.K6Script.IsScript("main.ts").Should().BeTrue();
        FluentActions.Invoking(() => ImportCheck.Check(files)).Should().Throw<LoadLabException>().WithMessage("'main.ts' is TypeScript, and there is no node on PATH that could take its types out.")
            .Which.Should().BeEquivalentTo(new { ExitCode = ExitCode.BadConfiguration, Hint = "Nothing was started. " + TypeScriptFile.Other });
    }

    [Theory]
    [InlineData("#!/bin/sh\nexit 3\n", "'main.ts' is TypeScript, and '*node' is too old to take its types out.")]
    [InlineData("#!/bin/sh\nprintf '2\\nTypeScript enum is not supported' >&2; exit 2\n", "main.ts:2: enum A { X }*The types cannot be taken out: TypeScript enum is not supported*")]
    [InlineData("#!/bin/sh\necho 'bad option' >&2; exit 9\n", "'*node' failed on 'main.ts' (exit code 9): bad option*")]
    public void What_Node_refuses_is_told(string node, string message)
    {
        using var folder = Folder(node, "main.ts", "const a = 1;\nenum A { X }\nexport default function () {}");

        FluentActions.Invoking(() => ImportCheck.Check(Files(folder))).Should().Throw<LoadLabException>().WithMessage(message);
    }

    [Theory]
    [InlineData("import { a, b as c, D } from 'x';\nuse(a, c);", "import { a, b as c } from 'x';\nuse(a, c);")]
    [InlineData("import X, { a } from 'x';\nX();", "import X from 'x';\nX();")]
    [InlineData("import * as all from 'x';\nimport 'effects';\nlet y = { all };", "import * as all from 'x';\nimport 'effects';\nlet y = { all };")]
    [InlineData("import {\n  T,\n} from 'x';\nf();", "\n\n\nf();")]
    [InlineData("import { a } from 'x';\nexport { a };", "import { a } from 'x';\nexport { a };")]
    [InlineData("export { b as default };\nfunction b() {}", "export { b as default };\nfunction b() {}")]
    [InlineData("export { x } from './x.js';", "export { x } from './x.js';")]
    public void Only_imports_that_nothing_uses_are_taken_out_and_lines_stay(string source, string expected) => TypeImports.TakeOut(source).Should().Be(expected);

    private static ScriptFolder Folder(string node, string name, string text)
    {
        var folder = new ScriptFolder("").Write("bin/node", node).Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder.Folder, "bin", "node"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return folder;
    }

    private static ScriptFiles Files(ScriptFolder folder) => new(Path.Combine(folder.Folder, "main.ts"), programs: Path.Combine(folder.Folder, "bin"));
}
