using BenchmarkDotNet.Running;
using LoadLab.Benchmarks.SideBySide;

if (args is ["side-by-side", .. var rest])
{
    return await SideBySideCommand.RunAsync(rest);
}

if (args is ["arrivals", .. var options])
{
    return await ArrivalsCommand.RunAsync(options);
}

if (args is ["bare", .. var bare])
{
    return await BareCommand.RunAsync(bare);
}

if (args is ["memory"])
{
    return await MemoryCommand.RunAsync();
}

if (args is ["k6-import", .. var import])
{
    return await K6ImportCommand.RunAsync(import);
}

BenchmarkSwitcher.FromAssembly(typeof(SideBySideCommand).Assembly).Run(args);
return 0;
