using Acornima.Ast;
using Jint;
using Jint.Runtime.Modules;
using LoadLab.K6.Modules;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;
using Module = Jint.Runtime.Modules.Module;

namespace LoadLab.K6.Hosting;

/// <summary>Finds the modules of one engine: k6's own, and files that are parsed once for all engines.</summary>
internal sealed class ModuleLoading(ScriptTest test) : IModuleLoader
{
    private readonly ScriptFiles _files = test.Files;

    public ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest)
    {
        var specifier = moduleRequest.Specifier;
        if (KnownModules.All.Contains(specifier) || (specifier.StartsWith("loadlab/", StringComparison.Ordinal) && referencingModuleLocation is not null && KnownModules.All.Contains(referencingModuleLocation)))
        {
            return new ResolvedSpecifier(moduleRequest, specifier, null, SpecifierType.Bare);
        }

        var path = _files.Resolve(specifier, referencingModuleLocation is { Length: > 0 } from ? PathOf(from) : _files.Main);
        return new ResolvedSpecifier(moduleRequest, path, new Uri("file://" + path), SpecifierType.RelativeOrAbsolute);
    }

    public Module LoadModule(JsEngine engine, ResolvedSpecifier resolved)
    {
        if (ModuleSources.SourceOf(resolved.Key) is { } source)
        {
            return ModuleFactory.BuildSourceTextModule(engine, test.OwnModules.GetOrAdd(resolved.Key, key => new Lazy<Prepared<Acornima.Ast.Module>>(() => JsEngine.PrepareModule(source, key))).Value);
        }

        var module = _files.Module(resolved.Key);
        return module.Prepared.IsValid
            ? ModuleFactory.BuildSourceTextModule(engine, module.Prepared)
            : ModuleFactory.BuildJsonModule(engine, resolved, module.Source);
    }

    /// <summary>Modules are named by their path from the script's folder, so that stacks are short.</summary>
    private string PathOf(string location) => Path.GetFullPath(location, Path.GetDirectoryName(_files.Main)!);
}
