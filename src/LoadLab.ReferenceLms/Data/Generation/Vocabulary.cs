namespace LoadLab.ReferenceLms.Data.Generation;

/// <summary>The words from which names, courses and lessons are made.</summary>
internal static class Vocabulary
{
    public static readonly string[] GivenNames =
    [
        "Ada", "Alan", "Amina", "Ben", "Carla", "Chen", "Dana", "Deepa", "Elif", "Emil", "Fatima", "Felix", "Grace", "Hana", "Igor", "Ines",
        "Jonas", "Kofi", "Lea", "Luis", "Maya", "Mina", "Noah", "Nora", "Omar", "Priya", "Rosa", "Sven", "Tara", "Umar", "Vera", "Yuki",
    ];

    public static readonly string[] FamilyNames =
    [
        "Abe", "Almeida", "Bauer", "Brown", "Costa", "Diaz", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jensen", "Kaya", "Kim", "Lopez", "Mensah",
        "Meyer", "Novak", "Okafor", "Patel", "Petrov", "Rossi", "Sato", "Schmidt", "Silva", "Singh", "Tanaka", "Vogel", "Wang", "Weber", "Yilmaz", "Zhang",
    ];

    /// <summary>What courses are about, each with its category.</summary>
    public static readonly (string Subject, string Category)[] Subjects =
    [
        ("Algebra", "Mathematics"), ("Calculus", "Mathematics"), ("Geometry", "Mathematics"), ("Statistics", "Mathematics"), ("Probability", "Mathematics"),
        ("Programming", "Computing"), ("Databases", "Computing"), ("Networking", "Computing"), ("Compilers", "Computing"), ("Cryptography", "Computing"),
        ("Mechanics", "Physics"), ("Optics", "Physics"), ("Thermodynamics", "Physics"), ("Electromagnetism", "Physics"), ("Astronomy", "Physics"),
        ("Genetics", "Biology"), ("Ecology", "Biology"), ("Botany", "Biology"), ("Zoology", "Biology"), ("Microbiology", "Biology"),
        ("Painting", "Arts"), ("Sculpture", "Arts"), ("Photography", "Arts"), ("Architecture", "Arts"), ("Typography", "Arts"),
        ("Grammar", "Languages"), ("Rhetoric", "Languages"), ("Translation", "Languages"), ("Phonetics", "Languages"), ("Linguistics", "Languages"),
        ("Accounting", "Business"), ("Marketing", "Business"), ("Logistics", "Business"), ("Negotiation", "Business"), ("Economics", "Business"),
        ("Archaeology", "History"), ("Antiquity", "History"), ("Renaissance", "History"), ("Industrialisation", "History"), ("Diplomacy", "History"),
    ];

    /// <summary>Titles; <c>{0}</c> is the subject.</summary>
    public static readonly string[] Levels =
    [
        "Introduction to {0}", "Foundations of {0}", "Applied {0}", "Advanced {0}", "{0} in Practice", "Topics in {0}", "Seminar: {0}", "{0} Workshop",
    ];

    public static readonly string[] Openings = ["About", "Exercise:", "Reading:", "Case study:", "Quiz:", "Understanding", "Revisiting", "Project:"];

    public static readonly string[] Verbs = ["Compare", "Derive", "Design", "Discuss", "Explain", "Measure", "Observe", "Practise", "Prove", "Sketch", "Test", "Write about"];

    public static readonly string[] Words =
    [
        "methods", "models", "patterns", "sources", "theorems", "structures", "experiments", "estimates", "errors", "systems", "symbols", "signals",
        "graphs", "functions", "fields", "forces", "cells", "species", "colours", "shapes", "materials", "letters", "sentences", "meanings",
        "markets", "budgets", "contracts", "cities", "trade", "treaties", "maps", "archives", "proofs", "limits", "samples", "surveys",
        "protocols", "queries", "indexes", "keys", "trees", "queues", "energy", "waves", "light", "motion", "orbits", "evidence",
    ];
}
