"""Hebrew and English: who speaks, in short texts of one kind each."""

import pytest

from tests.suggest.reported import told

TEXTS = [
    # A quotation that the next paragraph goes on with, and one whose speaker the paragraph before
    # ends with.
    (
        "The ferryman, Ossie Tarrant, said: “We ran all night.\n\n“Nobody was left behind.”",
        ["Ossie Tarrant", "Ossie Tarrant"],
    ),
    (
        "The lifeboat was out early.\n\n“We ran all night,” Ossie Tarrant said.\n\n"
        "“Nobody was left behind on the island.”",
        ["Ossie Tarrant", "Ossie Tarrant"],
    ),
    # A verb that no list has, with a pronoun that means whom the sentence before is about.
    (
        "The bowler, Tendai Marufu, sat down last. “It keeps low here,” he deadpanned to us. "
        "Later Alice Moyo said: “We lost.”",
        ["Tendai Marufu", "Alice Moyo"],
    ),
    # The full stop of a title ends no sentence.
    ("“It was a mistake,” Sen. Ruth Aldana told the radio.", ["Ruth Aldana"]),
    ("“No,” Mr. Lisle said.", ["Lisle"]),
    # A pronoun means nobody of the other sex, and one of several nobody alone.
    (
        "Denis Pruett left early. “Good,” said Ms Aldana. “I was tired,” he said later.",
        ["Aldana", "Denis Pruett"],
    ),
    ("Pauline Marsh came with her sons. “I’m just from here,” she said.", ["Pauline Marsh"]),
    (
        'הבמאית זוהר אלקיים חזרה. "טוב", אמר המפיק. "חיכינו לה", אמרה.',
        ["המפיק", "זוהר אלקיים"],
    ),
    # A participle behind a possessive is no verb of saying.
    (
        "Senator Yarrow argued that it went beyond the bill’s stated aim and “widens the door”.",
        ["Yarrow"],
    ),
    # A few words behind a preposition, in a clause that is reported.
    ("Council officers said they had worked hard to “build trust” there.", ["Council officers"]),
    # Before a verb a Hebrew noun may say when it was; the name behind the verb speaks.
    ('יומיים לפני הסערה כתב מנהל המעגן: "לא יוצאים לים".', ["מנהל המעגן"]),
    ('יואב שדה אמר: "לא נוותר". בתגובה אמר זרחין: "נראה".', ["יואב שדה", "זרחין"]),
    # Somebody of whom a clause with ש says that they spoke.
    ('הכול התחיל אצל חסן עבאס, שסיפר: "שמעתי פיצוץ מהחצר".', ["חסן עבאס"]),
    # On what somebody speaks, and a pronoun with a verb that no list has.
    ('יואב קירש אמר: "נבדוק". על המכרז: "הוא ייצא לדרך".', ["יואב קירש", "יואב קירש"]),
    ('מאיה קירש אמרה: "נבדוק". היא ריככה בהמשך: "אולי".', ["מאיה קירש", "מאיה קירש"]),
    ('מאיה קירש חזרה הביתה. היא מרגיעה כי "הכול תקין".', ["מאיה קירש"]),
    # Between a verb and its subject may be where or when.
    ('"ניצחנו", סיכם בסיום המאמן אבנר זילכה.', ["אבנר זילכה"]),
    ('"היא נולדה על הבמה", אמר עליה לימים דוידוביץ\'.', ["דוידוביץ'"]),
    # An office behind a name, a name behind a title or an adjective.
    ('"חבל", אמר אבנר זילכה מאמן הקבוצה.', ["אבנר זילכה"]),
    ('השר זילכה הזהיר: "הזמן אוזל".', ["זילכה"]),
    ('ואחד השכנים הוסיף: "לא ישנו".', ["אחד השכנים"]),
    # A noun for several takes no name; what follows it says where.
    ('"הנתונים ברורים", כותבים החוקרים במאמר שהתפרסם אתמול.', ["החוקרים"]),
    # Words stand in a document; nobody is the subject of a passive.
    ('המחקר נגנז. "אין די נתונים", נכתב בפרק האחרון.', ["פרק האחרון"]),
    ('בהודעת הרשת נאמר: "המופע לא יידחה".', ["הודעת הרשת"]),
    # A given name that is a verb too.
    ('השרה גילה אמסלם העירה: "זה לא יעבור".', ["גילה אמסלם"]),
    # Of whom a clause says what follows.
    ('שאלנו את אבנר זילכה, שענה: "אין לי מושג".', ["אבנר זילכה"]),
    # A word between marks before a verb is a newspaper.
    ('טיוטה שהגיעה לידי "הבוקר" מציעה תוספת.', []),
    # A surname that is a verb too, behind a verb and a given name, or of the other gender.
    ('"לא נוח לי", מודה אסתר מקשיב. "אבל מקשיב לא ימחק", מוסיפה מקשיב.', ["אסתר מקשיב", "מקשיב"]),
    # An age is no name.
    ('הציירת בת ה-36 מלוד, אילנה קרש, הגיעה. "איחרתי", אמרה.', ["אילנה קרש"]),
    # A name behind what an office is for, or where its bearer is from.
    ('הממונה על התקציב, זוארה לבקוב, הזהיר: "אין כסף".', ["זוארה לבקוב"]),
    ('במים עמדה סטודנטית מנהריה, זוארה לבקוב, עם סל. "קר", היא אמרה.', ["זוארה לבקוב"]),
    # A newspaper between marks inside a clause about somebody.
    ('גילת לבקוב, שסקרה אותו ב"הארץ", כתבה: "ספר יפה".', ["גילת לבקוב"]),
    ('גילת לבקוב מצאה בו "יותר אומץ מסבלנות".', ["גילת לבקוב"]),
    # A title behind whose it is, and for now.
    ('ספר הביכורים שלה "הדרך" נמכר היטב.', []),
    # Who says I inside a quotation is who speaks.
    ('"שאלו אותי, ועניתי: ׳לא היום׳", סיפר אבנר זילכה.', ["אבנר זילכה", "אבנר זילכה"]),
    (
        "“I’d be shouting, ‘Not the good one!’” said Tracey Lisle.",
        ["Tracey Lisle", "Tracey Lisle"],
    ),
    # An article and a noun behind a name that describes it.
    ("Ossie Tarrant left. “It’s over,” a Burnley insider told us.", ["Burnley insider"]),
    # Two of one family.
    (
        "Danny Lisle won. His mother, Tracey Lisle, cried. Lisle shrugged. “Fine,” he said.",
        ["Lisle"],
    ),
    ("Fabio Conti had hit back with four words: “Tell the truth, Kieran.”", ["Fabio Conti"]),
    # To whom it was said, and a verb that no list has, belong to no definite noun.
    ('"אל תעצרו", אמר המפקד לחניכים ביציאה.', ["המפקד"]),
    ('המפקד דיווש עם החניכים והדגיש: "אל תעצרו".', ["המפקד"]),
    ('בדבריו התייחס המפקד לאירועי הלילה: "היה קשה".', ["המפקד"]),
    ('רות ארד החלה לצייר מאוחר. "לא מיהרתי", היא מספרת.', ["רות ארד"]),
    # A verb and its subject are a sentence behind the quotation.
    ('"אנחנו ערוכים לכל תרחיש". סיים המפקד.', ["המפקד"]),
    # A work whose maker is named by an ending.
    ('היא הציגה את שירו החדש "בוקר טוב".', []),
    # A name that is a common word, behind a given name.
    ('"זו שפה אחת", שיתף עומר אדם את העוקבים.', ["עומר אדם"]),
    ('ממשטרת ישראל נמסר: "התיק נבדק".', ["משטרת ישראל"]),
    ('אחד מחברי הוועד אמר: "לא הבנו".', ["אחד מחברי הוועד"]),
    ('ח"כ דני שגב מיהר להגיב: "זו טעות".', ["דני שגב"]),
    # Who speaks is named where the quotation ends, and not by the clause that is reported.
    (
        "Amos Farrell urged growers to wait. He said growers must be patient.\n\n"
        "“We all need to be steadfast.\n\n“We will be paid,” he said.",
        ["Amos Farrell", "Amos Farrell"],
    ),
    ("A triumphant Wendy Tarrant told the Echo: “I still have the choice.”", ["Wendy Tarrant"]),
    # Letters in front of a given name; a surname with ו.
    ('כשתמר לבקוב נרדמה, הקהל קם. "התרגשתי", אמרה אחר כך.', ["תמר לבקוב"]),
    # The subject of the verb that ו joins one to.
    ('כשתמר לבקוב נרדמה, אחד הצופים ניגש ושאל: "עוד שיר?".', ["אחד הצופים"]),
    (
        'החברה מסרה באמצעות עורך דינה אבנר זילכה כי תבדוק. לדבריו, "מוקדם לקבוע".',
        ["אבנר זילכה"],
    ),
    # A name between marks and commas, behind what it is the name of.
    ('החברה שהקים בעיר, "טומטק", מעסיקה שבעים עובדים.', []),
    # No preposition and gerund; a verb behind what only goes on to it.
    (
        "The nephew, Cathal Roe, has a knack of finding boats. “Listen,” he says.",
        ["Cathal Roe"],
    ),
    ("Ruth Aldana went on to accuse the board of “protecting its friends”.", ["Ruth Aldana"]),
    ("Ruth Aldana has by her own reckoning “enough cloth for a county”.", ["Ruth Aldana"]),
    # He and she are no council.
    (
        "Ruth Aldana said it was late. The council said it was early. “Enough,” she added.",
        ["Ruth Aldana"],
    ),
    # In a headline where all words have capital letters none is known to be a name.
    ("“We Are Not a Museum”: Ferry Town Fights to Keep Its School", [""]),
    # On what somebody goes on to speak, in a paragraph of its own.
    (
        'המשחק נגמר.\n\nהמאמן, אבנר זילכה, אמר: "אין קל".\n\nכמות השלשות: "קלענו הרבה".\n\n'
        'על הגביע: "מוקדם לדבר על זה".',
        ["אבנר זילכה", "אבנר זילכה", "אבנר זילכה"],
    ),
    ('גם תמיר לבקוב דיבר: "השארנו הכול על המגרש".', ["תמיר לבקוב"]),
    ('לגבי כך שקבוצתו סיימה במאזן הטוב ביותר: "מרגיש טוב".', [""]),
    # Gershayim that are curly.
    ("“לא קל לנצח כאן”, אמר בסיום מאמן מכבי ת”א.", ["מאמן מכבי ת”א"]),
    ("“We are cautious,” CEO Piet Hein Merckens said.", ["Piet Hein Merckens"]),
    # A clause about the subject between commas, with a verb of saying; a nationality first.
    ('סגן השר ישי לבקוב, שהשיב בשם הממשלה, טען כי המפה "ישנה".', ["ישי לבקוב"]),
    ('מאמן הקבוצה, הסרבי דראגן פורטר, הוסיף: "היה קשה".', ["דראגן פורטר"]),
    # Who is behind a verb and before את speaks, and is known by the surname.
    (
        '"אני פורש". כך פתח אתמול טום ברזיל את המסיבה. ברזיל שמע שאלה וחייך: "מספיק".',
        ["טום ברזיל", "ברזיל"],
    ),
    # Behind a word for a time the subject hangs on nothing.
    ("In a statement on Sunday evening the department said it “remains seized”.", ["department"]),
    ("His wife, Jean, remembers the silence. “Then he went up to the loft.”", ["Jean"]),
    ("Fishermen vow to ‘block every harbour’", ["Fishermen"]),
    # What must be praised is praised by nobody yet, and what a sign reads is said by nobody.
    ("Ruth Aldana said members must commend the crew. “Thank you,” she said.", ["Ruth Aldana"]),
    ("They painted it on the hull. It read: “No fish, no vote”.", []),
    # The latter; a word that is quoted in the midst of a clause.
    ('השר התנצל בפני האב השכול, אך זה השיב: "אל תצטער".', ["האב השכול"]),
    ("Eric Lisle “categorically” denied eyeing the leadership.", ["Eric Lisle"]),
    ('במים ניצבה סטודנטית מנהריה, זוארה לבקוב, עם סל. "קר", היא אמרה.', ["זוארה לבקוב"]),
    # A name between two offices, and behind a verb that is a noun too.
    ('ח"כ חנוך קירש יו"ר הוועדה הגיב: "כואב לשמוע".', ["חנוך קירש"]),
    (
        'ח"כ חנוך קירש הגיע. בהמשך פנה קירש לשר והסביר: "איש לא בא".',
        ["קירש"],
    ),
    # A pronoun and a verb that no list has; no third name with ו.
    ('בקומת המרתף יושב גרשון לבקוב ומקשיב. "ששש", הוא מהנהן לי באצבע.', ["גרשון לבקוב"]),
    ('גרשון לבקוב עבד במפעל שייצר "פסנתרים לאנשים שלא ידעו לנגן", כהגדרתו.', ["גרשון לבקוב"]),
    # Kin with its owner is no given name.
    ('דודו של החייל, עורך הדין זוארה לבקוב, הודיע: "לא נשתוק".', ["זוארה לבקוב"]),
    # An article begins a phrase; a name behind which.
    ("Two had injuries a hospital spokesperson described as “minor”.", ["hospital spokesperson"]),
    ("Anyone can call the line, which Calhoun said is open “day and night”.", ["Calhoun"]),
    # Not what an office is of tells whether its bearer is a woman.
    ('יו"ר האופוזיציה יאיר קירש טען כי נכשלו. "זו לא ממשלה", אמר בפתיחת המושב.', ["יאיר קירש"]),
    ('אמו ספדה לו. "אני לא מעכלת", היא אמרה.', ["אמו"]),
    # Kin and a given name, a verb behind; an office behind a name and a comma.
    ('אביו יפתח נשא דברים ואמר: "הוא נתן הכול".', ["יפתח"]),
    ('הרב יחיאל קירש, הרב הראשי של לוד ספד: "הכאב גדול".', ["יחיאל קירש"]),
    ('מפלגת העם טוענת כי הממשלה, אותה כינו "ממשלת ההונאה", נכשלה.', ["מפלגת העם"]),
    # A nickname in a name.
    ("Amos “Doc” Farrell once called the piano “a cure”.", ["Amos “Doc” Farrell"]),
]


@pytest.mark.parametrize(("text", "speakers"), TEXTS, ids=[row[0][:30] for row in TEXTS])
def test_quotations_have_their_speakers(text: str, speakers: list[str]) -> None:
    assert [speaker for _, speaker, _ in told(text)] == speakers
