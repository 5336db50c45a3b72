using LoadLab.ReferenceLms.Hosting;

return await LmsHost.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
