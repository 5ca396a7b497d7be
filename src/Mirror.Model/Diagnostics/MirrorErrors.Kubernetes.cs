namespace Mirror.Model.Diagnostics;

// 6xxx: Kubernetes output.
public static partial class MirrorErrors
{
    public static readonly ErrorCode TrustBundleUnreadable = new("MIR6001", ExitCode.Configuration,
        "The file of --ca-bundle cannot be read.", "Correct the path or the permissions.");

    public static readonly ErrorCode TrustBundleInvalid = new("MIR6002", ExitCode.Configuration,
        "The file of --ca-bundle is no bundle of certificates, or has a private key in it.", "Name a file with certificates in PEM alone.");

    public static readonly ErrorCode CatalogSourceTemplateMissing = new("MIR6010", ExitCode.Configuration,
        "The template for a CatalogSource cannot be read.", "Correct the path, which is relative to the configuration.");

    public static readonly ErrorCode CatalogSourceTemplateInvalid = new("MIR6011", ExitCode.Configuration,
        "A file is no template for a CatalogSource.", "Write a CatalogSource for the source type 'grpc', or leave 'targetCatalogSourceTemplate' out.");
}
