using LoadLab.Core;
using LoadLab.K6;

namespace LoadLab.IntegrationTests.K6;

/// <summary>Scripts in TypeScript with the real Node.</summary>
public sealed class ScriptTypeScriptTests
{
    [NodeFact]
    public void Types_are_taken_out_and_faults_have_their_lines()
    {
        using var folder = new Folder("""
            import type { Options } from 'k6/options';
            import { check, JSONObject } from 'k6';
            import { price } from './shop.ts';

            interface Order { id: number; name?: string }
            export const options: Options = { iterations: 3, vus: 1 };

            class Basket<T extends Order> {
              private orders: T[] = [];
              add(order: T): this { this.orders.push(order); return this; }
              get total(): number { return this.orders.map((o: T): number => price(o.id)).reduce((a, b) => a + b, 0)!; }
            }

            const basket = new Basket<Order>().add({ id: 2 } satisfies Order);
            if (basket.total !== 20) throw new Error('total ' + (basket.total as unknown as string));
            export default function (data: JSONObject): void { check(basket, { 'has a total': (b) => b.total === 20 }); }
            """, "export const price = (id: number): number => 10 * id;");

        var script = K6Script.Load(folder.Script, new K6Arguments());

        script.Phases.Should().ContainSingle();
    }

    [NodeFact]
    public void What_is_more_than_types_is_refused_with_its_line()
    {
        using var folder = new Folder("const a: number = 1;\n\nenum Colour { Red }\nexport default function () {}\n", "");

        folder.Invoking(one => K6Script.Load(one.Script, new K6Arguments())).Should().Throw<LoadLabException>().WithMessage("script.ts:3: enum Colour { Red }*The types cannot be taken out: *enum*");
    }

    [NodeFact]
    public void An_exception_while_it_is_read_has_the_line_of_the_file()
    {
        using var folder = new Folder("interface A {\n  b: number;\n}\n\nconst a: A = { b: 1 };\nthrow new Error('here');\nexport default function () {}\n", "");

        folder.Invoking(one => K6Script.Load(one.Script, new K6Arguments())).Should().Throw<LoadLabException>().WithMessage("*here*script.ts:6*");
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("loadlab-k6-").FullName;

        public Folder(string script, string shop)
        {
            File.WriteAllText(Script, script);
            File.WriteAllText(Path.Combine(_path, "shop.ts"), shop);
        }

        public string Script => Path.Combine(_path, "script.ts");

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
