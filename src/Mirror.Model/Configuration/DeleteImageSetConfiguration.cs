namespace Mirror.Model.Configuration;

/// <summary>What Delete is to remove (SPEC 1.4): the same content, under <c>delete</c>, without blocked images and archive size.</summary>
public sealed record DeleteImageSetConfiguration : ContentConfiguration;
