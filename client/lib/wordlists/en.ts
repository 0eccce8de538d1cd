/** English. From the field's list of what not to ask (docs/guides), with the ways it is put. */

import type { Wording } from "./vocabulary.ts";

const S = String.raw`\s{1,3}`;
/** Up to `most` words of any kind. */
const some = (most: number) => String.raw`(?:[\w'’-]{1,20}${S}){0,${most}}`;
const N = String.raw`(?:n['’]t)?`;
const WHOM =
  "(?:anyone|anybody|others|people|colleagues|your colleagues|the police|the press|the media|the union)";
const MUST = `(?:must|need${S}to|have${S}to|should|are${S}required${S}to|are${S}asked${S}to|ought${S}to)`;
const TO_HER = `(?:please|kindly|(?:can|could|would|will|may)${S}you|can${S}we|could${S}we|you${S}${some(1)}${MUST}|we${S}${some(1)}(?:ask|want|need|require|expect|would${S}like)${S}you${S}to|asks?${S}you${S}to)`;
const HAND_OVER =
  "(?:send|give|show|bring|provide|submit|upload|attach|share|get|collect|produce|forward|supply|find|have|see)";
const ASK = `\\b${TO_HER}${S}${some(2)}${HAND_OVER}${S}(?!you\\b)`;
const THING =
  "(?:proof|evidence|photos?|photographs?|pictures?|screen ?shots?|videos?|footage|recordings?|chat (?:logs?|records?|history)|something in writing)";
const BARE =
  "(?:any|some|more|further|additional|better|solid|hard|concrete|written|clear|real|actual|your|a|sufficient|enough)";
const NEED = `\\bwe${S}${some(1)}(?:need|require|want|expect|must${S}have|must${S}see)${S}`;
const HARM = "(?:harassment|assault|rape|abuse|bullying|misconduct)";
const PAPER = "(?:medical|hospital|doctor['’]?s?|psychiatric|psychological|health|therapy)";
const PAPERS = "(?:reports?|records?|history|certificates?|notes?|exams?|examinations?|results?|files?)";

export const en: Wording = {
  language: "en",
  script: /[a-z]/i,
  denied: String.raw`\b(?:not|n['’]t|cannot|never|no need|no matter|without having|without being asked|nobody|no one|no-one|nothing|neither|rather than|instead of|whether or not)\b[^,]{0,60}$|n['’]t\b[^,]{0,60}$`,
  inner: String.raw`\b(?:you|we)${S}(?:do|need|are|will|would|should|must|have)(?:${S}not|n['’]t|${S}never)\b`,
  conditional: String.raw`\b(?:if|unless|until|as${S}long${S}as)${S}you\b[^,]{0,40}$|\bwhy\b[^,]{0,40}$|\b(?:did|do|have|has|can|could|would|were)n['’]t${S}you\b`,
  waved: String.raw`^[^,]{0,20}(?:\b(?:does|do|did|is|are|was|were|will|would)${S}(?:not|never)\b|(?:does|do|did|is|are|was|were|wo|would)n['’]t\b|\bmakes?${S}no\b|\bhas${S}nothing\b|\b(?:is|are)${S}no\b|,?${S}?(?:only${S})?if${S}you${S}(?:want|wish|like|choose))`,
  ask: {
    why: [
      String.raw`\b(?:tell|explain|say|describe|clarify)${S}${some(3)}why${S}(?:it${S}took${S})?you\b`,
      String.raw`\bwhat${S}made${S}you${S}(?:wait|stay|go|drink|wear|agree|accept|come|follow)\b`,
    ],
    clothing: [
      String.raw`\b(?:what|which)${S}(?:clothes${S}|dress${S}|outfit${S})?(?:were|was|did|had|are)${S}you${S}${some(1)}(?:wear|wearing|dressed|have${S}on|had${S}on)\b`,
      String.raw`\bhow${S}(?:were|are|was)${S}you${S}dressed\b`,
      String.raw`\b(?:were|did|was)${S}you${S}(?:wear|wearing|dressed)\b`,
      String.raw`\bwhat${S}you${S}(?:were${S}wearing|wore|had${S}on)\b`,
      String.raw`\b(?:describe|about)${S}your${S}(?:clothes|clothing|outfit|dress|make-?up)\b`,
      String.raw`\bdressed${S}(?:provocatively|revealingly|appropriately|modestly)\b`,
    ],
    drinking: [
      String.raw`\bhow${S}much${S}(?:alcohol${S})?(?:did|had|have)${S}you${S}${some(1)}(?:drink|drunk|drank|had|have)\b`,
      String.raw`\bhow${S}many${S}(?:drinks|glasses|beers|bottles|shots)\b[^,]{0,20}\byou\b`,
      String.raw`\b(?:were|was|had|are)${S}you${S}${some(1)}(?:drunk|drinking|tipsy|intoxicated|sober|under${S}the${S}influence|high)\b`,
      String.raw`\bhad${S}you${S}been${S}drinking\b`,
      String.raw`\bdid${S}you${S}${some(1)}(?:drink|get${S}drunk|have${S}(?:a|any|some|several|many|too${S}many|too${S}much)${S}(?:drinks?|alcohol|wine|beers?))\b`,
      String.raw`\bwhat${S}(?:did|had)${S}you${S}(?:drink|drunk)\b`,
      String.raw`\bdid${S}you${S}(?:take|use)${S}(?:any${S})?drugs\b`,
    ],
    sexual_history: [
      String.raw`\byour${S}(?:sexual|dating|romantic)${S}(?:history|past|experiences?|partners?|life)\b`,
      String.raw`\byour${S}(?:sex|love|private)${S}life\b`,
      String.raw`\bhave${S}you${S}(?:ever${S})?(?:slept${S}with|had${S}sex|dated|been${S}intimate|been${S}in${S}a${S}relationship${S}with)\b`,
      String.raw`\bare${S}you${S}(?:a${S})?(?:virgin|single|married|dating|seeing${S}(?:anyone|somebody|someone)|in${S}a${S}relationship)\b`,
      String.raw`\b(?:boyfriend|girlfriend|sexual${S}partners?)\b[^,]{0,30}\?`,
      String.raw`\bdid${S}you${S}(?:ever${S})?(?:date|sleep${S}with|kiss)\b`,
      String.raw`\bwere${S}you${S}${some(2)}(?:in${S}a${S}relationship|involved|lovers)\b`,
    ],
    proof: [
      `${ASK}${some(4)}${THING}\\b`,
      `${NEED}(?:${BARE}${S}){0,2}${THING}\\b`,
      String.raw`\b(?:do|did)${S}you${S}${some(2)}have${S}${some(3)}${THING}\b`,
      String.raw`\bhave${S}you${S}(?:got${S})?(?:${BARE}${S}){0,2}${THING}\b`,
      String.raw`\b(?:can|could)${S}you${S}${some(1)}prove\b`,
      String.raw`\b(?:is|are|was|were)${S}there${S}(?:${BARE}${S}){0,2}${THING}\b[^,]{0,60}\?`,
      String.raw`\bwhat${S}(?:proof|evidence)\b`,
      String.raw`\bdid${S}you${S}(?:record|film|photograph|screenshot)\b`,
      String.raw`\bprove${S}(?:it|this|that|your|what)\b`,
    ],
    witnesses: [
      String.raw`\b(?:were|was|are|is)${S}there${S}(?:any${S}|other${S}){0,2}witness(?:es)?\b`,
      String.raw`\bdid${S}any(?:one|body)${S}(?:else${S})?(?:see|hear|witness|notice)\b`,
      String.raw`\bwho${S}(?:else${S})?(?:saw|heard|witnessed|(?:can|could|will)${S}(?:confirm|back|vouch|verify|support))\b`,
      String.raw`\b(?:can|could|will|would)${S}any(?:one|body)${S}(?:else${S})?(?:confirm|back|vouch|verify|corroborate)\b`,
      String.raw`\b(?:do|did)${S}you${S}have${S}(?:any${S}|a${S})?witness(?:es)?\b`,
      `${ASK}${some(4)}witness(?:es)?\\b`,
      `${NEED}${some(2)}witness(?:es)?\\b`,
      String.raw`\bname(?:s)?${S}(?:of${S})?(?:any${S}|the${S}|your${S})?witness(?:es)?\b`,
      String.raw`\bwhat${S}witness(?:es)?\b`,
    ],
    exact_times: [
      String.raw`\b(?:exact|precise)${S}(?:time|times|date|dates|day|hour|minute|moment|order|sequence|timeline)\b`,
      String.raw`\b(?:exactly|precisely)${S}(?:when|what${S}time|at${S}what${S}time|what${S}day|what${S}date)\b`,
      String.raw`\bwhen${S}(?:exactly|precisely)\b`,
      String.raw`\b(?:what|which)${S}(?:time|day|date)${S}exactly\b`,
      String.raw`\b(?:hour|minute)[- ]by[- ](?:hour|minute)\b`,
      String.raw`\b(?:full|detailed|complete|exact)${S}(?:timeline|chronology)\b`,
      String.raw`\bin${S}(?:the${S})?(?:exact|correct|right|chronological)${S}order\b`,
    ],
    retelling: [
      String.raw`\b(?:tell|describe|explain|write|repeat|recount|go${S}through|go${S}over)${S}(?:to${S})?(?:us|me|it|this|that|what|everything|your|the)\b[^,]{0,50}\b(?:once${S}more|one${S}more${S}time|from${S}the${S}(?:start|beginning)|step${S}by${S}step|again)\b(?!${S}(?:if|when|whenever|that))`,
      String.raw`\bwalk${S}(?:us|me)${S}through\b`,
      String.raw`\bstart${S}(?:again${S})?(?:from|at)${S}the${S}beginning\b`,
      String.raw`\bevery${S}(?:single${S})?detail\b`,
      String.raw`\b(?:tell|describe|write)${S}(?:us|me|it|what|everything|exactly)\b[^,]{0,40}\bin${S}(?:full|more|greater|as${S}much)${S}detail\b`,
      String.raw`\b(?:write|give|send|tell|prepare)${S}(?:to${S})?(?:us|me|a)${S}${some(2)}(?:full|complete|detailed)${S}(?:account|narrative|statement|story|description)\b`,
      `${ASK}${some(2)}(?:full|complete|detailed)${S}(?:account|narrative|statement|story|description)\\b`,
    ],
    identity: [
      String.raw`\b(?:what${S}is|what['’]s)${S}your${S}(?:real${S}|full${S}|legal${S})?(?:name|identity|employee${S}(?:id|number)|staff${S}(?:id|number))\b`,
      String.raw`\b(?:tell|give|send)${S}(?:us|me)${S}(?:your${S}(?:real${S}|full${S})?(?:name|identity|employee${S}(?:id|number)|staff${S}(?:id|number))|who${S}you${S}are)\b`,
      `${NEED}(?:to${S}know${S})?(?:your${S}(?:real${S}|full${S})?(?:name|identity)|who${S}you${S}are)\\b`,
      String.raw`\b(?:reveal|disclose|confirm|state)${S}your${S}(?:real${S}|full${S})?(?:identity|name)\b`,
      String.raw`\bwho${S}are${S}you\b`,
      String.raw`\bwhich${S}(?:department|team|unit|office)${S}(?:are${S}you|do${S}you${S}work)\b`,
    ],
    medical: [
      `${ASK}${some(3)}${PAPER}${S}${PAPERS}\\b`,
      `${NEED}${some(2)}${PAPER}${S}${PAPERS}\\b`,
      String.raw`\b(?:do|did)${S}you${S}have${S}${some(2)}${PAPER}${S}${PAPERS}\b`,
      String.raw`\b(?:have|had|did)${S}you${S}(?:ever${S})?(?:seen?|been${S}to|visit(?:ed)?|go(?:ne)?${S}to)${S}(?:a${S}|the${S})?(?:doctor|hospital|gyn(?:a)?ecologist|psychiatrist|therapist)\b`,
      String.raw`\b(?:are|were)${S}you${S}(?:pregnant|on${S}(?:any${S})?medication|taking${S}(?:any${S})?medication|mentally${S}ill)\b`,
      String.raw`\bdo${S}you${S}(?:take|have|suffer)\b[^,]{0,20}\b(?:medication|mental${S}(?:illness|health)|diagnosis|depression)\b`,
      String.raw`\bwhat${S}injuries\b`,
    ],
    verdict: [
      String.raw`\b(?:was|is)${S}(?:it|this|that)${S}(?:really${S}|actually${S})?(?:sexual${S})?(?:${HARM}|consensual)\b`,
      String.raw`\bdo${S}you${S}(?:really${S})?(?:think|believe|feel|consider)${S}${some(5)}(?:sexual${S})?${HARM}\b`,
      String.raw`\bwould${S}you${S}(?:really${S})?(?:call|say|describe)${S}(?:it|this|that)\b[^,]{0,20}\b${HARM}\b`,
      String.raw`\bdid${S}you${S}(?:really${S}|actually${S})?consent${S}to\b`,
    ],
    blame: [
      String.raw`\bdid${N}${S}you${S}(?:not${S})?(?:try${S}to${S})?(?:fight${S}back|resist|scream|struggle|shout|run|push${S}(?:him|her|them)|say${S}no|tell${S}(?:him|her|them)${S}to${S}stop)\b`,
      String.raw`\bdid${S}you${S}(?:encourage|flirt|lead${S}(?:him|her|them)${S}on|provoke|invite${S}(?:him|her|them))\b`,
      String.raw`\bcould${N}${S}you${S}(?:not${S})?have${S}(?:avoided|prevented|left|stopped|said)\b`,
      String.raw`\bdid${S}you${S}(?:like|enjoy)${S}it\b`,
    ],
    disbelief: [
      String.raw`\bare${S}you${S}${some(1)}(?:sure|certain)${S}(?:about${S}(?:this|that|it)|(?:that${S})?(?:it|this|that|he|she|they)${S}(?!is${S}safe)|(?:that${S})?you${S}(?:did|remember|aren|were|saw|heard))`,
      String.raw`\b(?:making|made|make)${S}(?:this|it|that)${S}up\b`,
      String.raw`\b(?:could|might|may|did)${S}you${S}(?:have${S})?(?:misunderst(?:and|ood)|misread|imagined?|dream(?:t|ed)?|exaggerated?)\b`,
      String.raw`\byou${S}(?:may|might|could)${S}have${S}(?:misunderstood|misread|imagined|dream(?:t|ed)|exaggerated)\b`,
      String.raw`\bis${S}(?:it|this|that)${S}(?:really|actually)${S}true\b`,
      String.raw`\bdid${S}(?:it|this|that)${S}(?:really|actually)${S}happen\b`,
    ],
    false_report_threat: [
      String.raw`\bfalse${S}(?:reports?|accusations?|allegations?|claims?|complaints?|statements?)\b[^.?!]{0,60}\b(?:punish\w{0,5}|consequences?|disciplin\w{1,6}|dismiss\w{0,4}|legal${S}action|liable|sued?|fired|offences?|crimes?|criminal)\b`,
      String.raw`\b(?:punish\w{0,5}|consequences?|disciplin\w{1,6}|dismiss\w{0,4}|legal${S}action|liable|sued?|fired)\b[^.?!]{0,40}\bfalse${S}(?:reports?|accusations?|allegations?|claims?|complaints?|statements?)\b`,
      String.raw`\byou${S}(?:could|can|may|might|will)${S}be${S}(?:sued|prosecuted|charged)\b`,
    ],
    formal_process: [
      String.raw`\byou${S}${some(1)}${MUST}${S}${some(4)}(?:formal|official|written)${S}(?:complaint|report|process|investigation|grievance|statement)\b`,
      String.raw`\b(?:formal|official)${S}(?:complaint|process|investigation)${S}or${S}(?:nothing|not|drop|no|we)\b`,
    ],
    pressure: [
      String.raw`\b(?:are${S}you${S}${some(1)}sure${S}you|do${S}you${S}really)${S}want${S}to${S}(?:report|go${S}on|go${S}ahead|continue|proceed|pursue|complain|do${S}this)\b`,
      String.raw`\b(?:please|you${S}${some(1)}${MUST}|you${S}had${S}better|better)${S}(?:keep${S}(?:this|it|quiet)|stay${S}(?:silent|quiet))\b`,
      String.raw`\b(?:would${S}you|will${S}you|could${S}you|consider|should|please|better)${S}${some(2)}(?:withdraw|withdrawing|drop|dropping|take${S}back)${S}(?:your|the|this|it)\b`,
    ],
  },
  say: {
    why: [
      String.raw`\bwhy${S}(?:on${S}earth${S})?(?:did|do|does|were|was|have|had|would|could|are|is${S}it${S}that|should)${N}${S}(?:it${S}take${S})?(?:you|nobody)\b`,
      String.raw`\bwhy${S}(?:only${S}now|now|so${S}late|not${S}(?:earlier|sooner|before|report|tell|say|leave|go|call|scream|speak|come)|the${S}delay|wait)\b`,
      String.raw`\bhow${S}come${S}you\b`,
      String.raw`\b(?:need|want|like|have|trying)${S}to${S}(?:know|understand|hear|find${S}out)${S}why${S}you\b`,
      String.raw`\b(?:i|we)${S}(?:do${S}not${S}understand|don['’]t${S}understand|wonder|am${S}wondering|are${S}wondering)${S}why${S}you\b`,
      String.raw`\bwhat${S}were${S}you${S}(?:thinking|doing${S}(?:there|in${S}his|in${S}her))\b`,
    ],
    proof: [
      String.raw`\b(?:can(?:not|['’]t|${S}not)|unable${S}to|not${S}able${S}to|impossible|nothing${S}we${S}can|won['’]t|will${S}not|only)\b[^.?!]{0,80}\b(?:without|lacking)${S}${some(2)}(?:proof|evidence|video|footage|recordings?|photos?)\b`,
      String.raw`\bwithout${S}${some(2)}(?:proof|evidence|video|footage|recordings?|photos?)\b[^.?!]{0,40}\b(?:can(?:not|['’]t|${S}not)|unable|won['’]t|will${S}not|impossible|hard|difficult)\b`,
      String.raw`\bif${S}you${S}(?:do${S}not|don['’]t|cannot|can['’]t)${S}(?:send|give|show|bring|provide|submit|share|supply)${S}${some(4)}${THING}\b[^.?!]{0,60}\b(?:can(?:not|['’]t)|unable|won['’]t|will${S}not|nothing|close)\b`,
      String.raw`\b(?:until|unless)${S}${some(5)}(?:proof|evidence|video|footage|recordings?|photos?)\b`,
      String.raw`\b(?:there${S}is|there['’]s|you${S}have|you${S}gave)${S}no${S}(?:proof|evidence)\b(?!${S}(?:is${S})?(?:needed|required|necessary))(?![^.?!]{0,20}\?)`,
      String.raw`\bburden${S}of${S}proof${S}is${S}(?:on${S}you|yours)\b`,
    ],
    witnesses: [
      String.raw`\b(?:can(?:not|['’]t|${S}not)|unable|impossible|nothing${S}we${S}can|will${S}not|won['’]t)\b[^.?!]{0,80}\bwithout${S}${some(2)}witness(?:es)?\b`,
      String.raw`\b(?:until|unless)${S}${some(5)}witness(?:es)?\b`,
    ],
    blame: [
      String.raw`\byou${S}(?:should(?:n['’]t)?|ought${S}to|could)${S}(?:not${S}|never${S})?have${S}(?:known|gone|left|said|told|reported|stayed|drunk|been|come|worn|fought|refused|called|stopped)\b`,
      String.raw`\bwhat${S}did${S}you${S}expect\b`,
      String.raw`\byou${S}(?:let|allowed|invited)${S}(?:him|her|them)${S}(?:to\b|in\b|do\b|touch\b|kiss\b)`,
    ],
    disbelief: [
      String.raw`\b(?:do${S}not|don['’]t|can['’]t|cannot|hard${S}to|difficult${S}to)${S}believe${S}(?:you\b|your\b|that${S}you\b)`,
      String.raw`\byour${S}word${S}against\b`,
      String.raw`\b(?:he|she|they)${S}would${S}never${S}(?:do|have)\b`,
      String.raw`\byou${S}are${S}(?:exaggerating|lying|too${S}sensitive|overreacting)\b`,
      String.raw`\bit${S}was${S}(?:only|just)${S}a${S}joke\b`,
    ],
    false_report_threat: [
      String.raw`\b(?:defamation|slander|libel)\b[^.?!]{0,40}\byou\b|\byou\b[^.?!]{0,40}\b(?:defamation|slander|libel)\b`,
      String.raw`\bif${S}(?:this|it|that|what${S}you${S}(?:say|said|wrote|report|reported))${S}(?:is|was|turns${S}out|proves?)${S}(?:to${S}be${S})?(?:false|untrue|not${S}true|a${S}lie|wrong)\b`,
    ],
    formal_process: [
      String.raw`\b(?:unless|until|only${S}if|only${S}when|only${S}after)${S}you${S}${some(4)}(?:formal|official|written|signed)${S}(?:complaint|report|process|investigation|grievance|statement)\b`,
    ],
    pressure: [
      String.raw`\b(?:do${S}not|don['’]t|never|must${S}not|should${S}not|may${S}not|cannot)${S}(?:tell|talk${S}to|speak${S}to|speak${S}with|contact|discuss${S}(?:this|it)${S}with|mention${S}(?:this|it)${S}to)${S}${WHOM}\b`,
      String.raw`\bthink${S}(?:of|about)${S}(?:his|her|their|your)${S}(?:career|family|future|reputation|job)\b`,
      String.raw`\b(?:ruin|destroy|damage|cost)(?:ing)?${S}(?:him|her|them|his|their|your)${S}(?:career|life|family|reputation|job|whole)\b`,
    ],
  },
};
