namespace Mirror.Oci.Registry.Configuration;

/// <summary>Which references a mirror is asked for (<c>pull-from-mirror</c>).</summary>
internal enum PullFromMirror
{
    All,
    DigestOnly,
    TagOnly,
}
