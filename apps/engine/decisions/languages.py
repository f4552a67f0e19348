"""Words of decision records in languages other than English, and accents that people leave out."""

from __future__ import annotations

import unicodedata
from typing import Final

STATUS_WORDS: Final[dict[str, str]] = {
    "proposed": "propuesto|propuesta|vorgeschlagen|vorschlag|in prüfung|proposto|proposta|proposé|"
    "proposée|voorgesteld|voorstel|propozycja|proponowany|proponowana|foreslått|föreslagen|ehdotettu|"
    "diusulkan|usulan|önerildi|предложено|предложен|предложена|на рассмотрении|запропоновано|"
    "제안|제안됨|검토중|검토 중|提议|提案|提案中|提议中|提議|建议|评审中|待定|检讨中|検討中|レビュー中|"
    "navrženo|navržený|návrh|foreslået|forslag|javasolt|javasolva|propus|propusă|đề xuất|đang xem xét|προτεινόμενη|proposat|proposada",
    "draft": "borrador|entwurf|rascunho|brouillon|bozza|szkic|utkast|luonnos|draf|taslak|черновик|"
    "чернетка|초안|草稿|草案|下書き|ドラフト|"
    "koncept|rozpracováno|kladde|vázlat|piszkozat|ciornă|bản nháp|πρόχειρο|esborrany",
    "accepted": "aceptado|aceptada|aprobado|aprobada|adoptado|adoptada|akzeptiert|angenommen|"
    "beschlossen|entschieden|genehmigt|aceito|aceita|aceite|aprovado|aprovada|accepté|acceptée|"
    "adopté|adoptée|approuvé|approuvée|validé|validée|accettato|accettata|approvato|approvata|"
    "geaccepteerd|aangenomen|goedgekeurd|vastgesteld|zaakceptowany|zaakceptowana|zaakceptowane|"
    "przyjęty|przyjęta|przyjęte|zatwierdzony|zatwierdzona|godkänd|godkänt|godkjent|accepterad|vedtatt|"
    "besluttet|beslutad|hyväksytty|diterima|disetujui|kabul edildi|onaylandı|принято|принята|принят|"
    "утверждено|утверждена|утверждён|утвержден|одобрено|прийнято|затверджено|"
    "채택|채택됨|승인|승인됨|확정|수락됨|已接受|接受|已采纳|采纳|已採納|已批准|批准|已通过|通过|已确认|"
    "已决定|已实施|已生效|採用|採用済み|採択|承認|承認済み|決定済み|確定|合意済み|実装済み|"
    "přijato|přijatý|schváleno|accepteret|godkendt|vedtaget|elfogadva|elfogadott|jóváhagyva|acceptat|acceptată|aprobat|aprobată|đã chấp nhận|chấp nhận|được chấp nhận|đã phê duyệt|αποδεκτή|εγκρίθηκε|acceptada|aprovat",
    "rejected": "rechazado|rechazada|abgelehnt|verworfen|rejeitado|rejeitada|rejeté|rejetée|refusé|"
    "refusée|rifiutato|rifiutata|respinto|respinta|afgewezen|verworpen|odrzucony|odrzucona|odrzucone|"
    "avvist|avvisad|förkastad|hylätty|ditolak|reddedildi|отклонено|отклонён|отклонен|отклонена|"
    "відхилено|거부|거부됨|기각|기각됨|已拒绝|拒绝|已否决|却下|不採用|"
    "zamítnuto|odmítnuto|afvist|elutasítva|elutasított|respins|respinsă|đã từ chối|từ chối|απορρίφθηκε|rebutjat|rebutjada",
    "deprecated": "obsoleto|obsoleta|veraltet|überholt|depreciado|depreciada|déprécié|dépréciée|"
    "obsolète|caduc|deprecato|deprecata|verouderd|vervallen|przestarzały|przestarzała|utgått|"
    "vanhentunut|устарело|устарел|устарела|застаріло|폐기|폐기됨|已弃用|弃用|已废弃|废弃|非推奨|廃止|"
    "zastaralé|zastaralý|forældet|elavult|învechit|không còn dùng|παρωχημένη|obsolet",
    "superseded": "reemplazado|reemplazada|sustituido|sustituida|ersetzt|abgelöst|substituído|"
    "substituída|remplacé|remplacée|sostituito|sostituita|vervangen|zastąpiony|zastąpiona|"
    "zastąpione|erstattet|ersatt|korvattu|digantikan|заменено|заменён|заменен|заменена|замінено|"
    "대체|대체됨|已取代|已被取代|取代|已替代|已被替代|已替换|置き換え|置き換え済み|置換済み|"
    "nahrazeno|nahrazený|felváltva|înlocuit|înlocuită|được thay thế|thay thế bởi|αντικαταστάθηκε|substituït",
}
"""Status word in English -> its words in other languages, separated by ``|``."""

ROLE_WORDS: Final[dict[str, str]] = {
    "title": "título|titre|titel|titolo|tytuł|заголовок|название|标题|タイトル|제목|"
    "název|cím|titlu|tiêu đề|τίτλος",
    "status": "estado|statut|status der entscheidung|situação|stato|stan|tila|durum|статус|"
    "状态|狀態|状況|ステータス|상태|"
    "stav|státusz|állapot|stare|trạng thái|κατάσταση|estat",
    "date": "fecha|datum|data|dato|tanggal|tarih|päivämäärä|дата|日期|日付|日時|作成日|決定日|날짜|"
    "date de décision|date de la décision|"
    "dátum|ngày|ημερομηνία",
    "updated": "última actualización|última atualização|dernière mise à jour|zuletzt geändert|"
    "更新日|最終更新|最終更新日|更新日期|обновлено|수정일",
    "deciders": "décideurs|decisores|decididores|entscheider|beteiligte|beslissers|decisori|autor|"
    "autores|autoren|auteur|auteurs|autore|autori|автор|авторы|участники|决策者|決定者|작성자|"
    "rozhodli|beslutningstagere|döntéshozók|decidenți|người quyết định",
    "context": "contexto|contexto y problema|contexto e problema|kontext|kontext und problemstellung|"
    "contexte|contexte et problème|contesto|contesto e problema|kontekst|konteks|tausta|bağlam|"
    "контекст|контекст и проблема|проблема|上下文|背景|背景与问题|背景と課題|コンテキスト|맥락|배경|문맥|"
    "problema|problem und kontext|problemstellung|ausgangslage|problématique|probleemstelling|"
    "kontextus|bối cảnh|πλαίσιο|context i problema",
    "drivers": "entscheidungstreiber|factores de decisión|fatores de decisão|facteurs de décision|"
    "критерии|决策驱动因素|考量因素|決定要因|判断基準",
    "options": "opciones consideradas|opciones|alternativas|alternativas consideradas|"
    "opções consideradas|opções|optionen|betrachtete optionen|alternativen|"
    "betrachtete alternativen|geprüfte alternativen|options envisagées|options considérées|"
    "alternatives envisagées|alternatives considérées|alternative considerate|opzioni considerate|"
    "overwogen opties|alternatieven|rozważane opcje|alternatywy|alternatif|alternatif yang "
    "dipertimbangkan|варианты|рассмотренные варианты|рассмотренные альтернативы|альтернативы|"
    "альтернативи|选项|备选方案|候选方案|考虑的方案|考虑过的方案|替代方案|検討した選択肢|検討した代替案|"
    "選択肢|代替案|고려한 대안|고려한 옵션|대안|"
    "alternativy|zvažované možnosti|alternativer|overvejede muligheder|alternatívák|alternative|opțiuni|phương án|εναλλακτικές|opcions considerades",
    "decision": "decisión|decisão|entscheidung|décision|decisione|besluit|beslissing|decyzja|beslut|"
    "beslutning|päätös|keputusan|karar|решение|рішення|决策|决定|決定|決定事項|决策结果|ergebnis|결정|"
    "결정사항|결정 사항|"
    "rozhodnutí|afgørelse|döntés|decizie|decizia|quyết định|απόφαση|decisió",
    "rationale": "begründung|justificativa|justificación|justification de la décision|motivazione|"
    "onderbouwing|uzasadnienie|обоснование|理由|根拠|選定理由|决策理由|근거|이유|"
    "zdůvodnění|begrundelse|indoklás|justificare|lý do|αιτιολόγηση",
    "consequences": "consecuencias|konsequenzen|folgen|auswirkungen|consequências|conséquences|"
    "conseguenze|gevolgen|konsekwencje|konsekvenser|seuraukset|konsekuensi|sonuçlar|последствия|"
    "наслідки|后果|结果|影响|結果|影響|결과|영향|"
    "důsledky|dôsledky|konsekvenserne|következmények|consecințe|hệ quả|συνέπειες|conseqüències",
    "positive": "vorteile|ventajas|vantagens|avantages|vantaggi|voordelen|zalety|преимущества|плюсы|"
    "positivas|positives|优点|优势|メリット|利点|장점|"
    "výhody|fordele|előnyök|avantaje|ưu điểm|πλεονεκτήματα",
    "negative": "nachteile|desventajas|desvantagens|inconvénients|svantaggi|nadelen|wady|недостатки|"
    "минусы|negativas|négatives|缺点|劣势|デメリット|欠点|단점|"
    "nevýhody|ulemper|hátrányok|dezavantaje|nhược điểm|μειονεκτήματα",
    "links": "referencias|referências|références|riferimenti|verweise|ссылки|参考|参考资料|関連|참고",
}  # fmt: skip
"""Role of a heading or label -> its words in other languages, separated by ``|``."""

DAY_FIRST_LABELS: Final = frozenset(
    "fecha|datum|data|dato|tanggal|tarih|дата|date de décision|date de la décision|estado|statut|"
    "stato|situação|статус|ngày|ημερομηνία|dátum|contexto|contexte|contesto|kontext|konteks|контекст".split(
        "|"
    )
)
"""Labels that tell a language in which 10/03/2025 is the tenth of March."""


def with_bare_accents(words: str) -> list[str]:
    """The words, and each that has accents also without them: ``accepté`` and ``accepte``."""
    found: dict[str, None] = {}
    for word in words.split("|"):
        found[word] = None
        if any("\u00c0" <= letter <= "\u024f" for letter in word):
            parts = unicodedata.normalize("NFD", word)
            found["".join(p for p in parts if not unicodedata.combining(p))] = None
    return list(found)
