namespace Mirror.Engine.Options;

/// <summary>
/// Arguments whose work this version does not do. They are refused rather than ignored: whoever asks for a signature policy or for an archive must not believe to have
/// got it.
/// </summary>
internal static class UnservedOptions
{
    /// <exception cref="MirrorException">MIR1021, one for each argument.</exception>
    public static void Ensure(MirrorOptions options)
    {
        var diagnostics = new DiagnosticBag();
        Refuse(options.SecurePolicy, MirrorArguments.SecurePolicy, "signature policies are not applied");
        diagnostics.ThrowIfErrors();

        void Refuse(bool isAskedFor, MirrorArgument argument, string what)
        {
            if (isAskedFor)
            {
                diagnostics.Report(MirrorErrors.ArgumentUnserved, null, $"'{argument.Option}' cannot be obeyed: {what} by this version. Leave it out, or use a version that does it.");
            }
        }
    }
}
