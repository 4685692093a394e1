{#- The tap with a script: seen at once, sent once, kept on the phone when the network is lost.
    Inline, because the first view is one request; without it the form works as it stands. -#}
(()=>{
const d=document,f=d.querySelector("form.tap"),own=d.currentScript.dataset;
try{if(localStorage.takrim)for(const u of own.more.split(" ")){const s=d.createElement("script");s.async=false;s.src=u;d.head.append(s)}}catch{}
if(!f||!self.indexedDB||!self.fetch||!self.AbortController)return;
const say=f.querySelector("[role=status]"),again=f.querySelector("[type=button]");
let item,busy,beat;
const keep=()=>new Promise((ok,no)=>{const r=indexedDB.open("takrim",1);r.onerror=no;
r.onupgradeneeded=()=>{for(const s of["waiting","answers"])r.result.createObjectStore(s,{keyPath:"id"})};
r.onsuccess=()=>{const t=r.result.transaction("waiting","readwrite");t.objectStore("waiting").put(item);t.onerror=no;t.oncomplete=()=>{r.result.close();ok()}}});
const forget=()=>{const r=indexedDB.open("takrim",1),all=["waiting","answers"];r.onsuccess=()=>{try{const t=r.result.transaction(all,"readwrite");for(const s of all)t.objectStore(s).delete(item.id)}catch{}r.result.close()}};
const plainly=()=>{const i=d.createElement("input");i.type="hidden";i.name="tap";i.value=item.mood;f.append(i);f.submit()};
const lost=()=>{busy=0;again.hidden=false;f.classList.add("held");
keep().then(()=>{say.textContent=say.dataset.kept;try{localStorage.takrim=1}catch{}
navigator.serviceWorker?.getRegistration().then(r=>r?.sync?.register("takrim")).catch(()=>{})},()=>{say.textContent=say.dataset.open});
beat=beat||setInterval(send,15e3)};
const send=()=>{if(busy)return;busy=1;const a=new AbortController,t=setTimeout(()=>a.abort(),2e4);say.textContent=say.dataset.going;
fetch(item.url,{method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:""+new URLSearchParams(item.fields),redirect:"manual",signal:a.signal}).then(r=>{
if(r.status>501)throw r;
if(beat)forget();
r.type=="opaqueredirect"?location.assign(item.next):plainly()}).catch(lost).finally(()=>clearTimeout(t))};
f.addEventListener("submit",e=>{
const b=e.submitter,v=b&&b.name=="tap"?b.value:(f.querySelector(":checked")||{}).value;
if(!v)return;
e.preventDefault();
if(busy)return;
d.getElementById("m"+v).checked=true;
const key=f.elements.key.value,u=new URL(f.action);
item=item||{id:key,key,what:"tap",url:u.pathname+u.search,next:"/thanks/"+key+u.search,about:own.about,at:Date.now()};
item.mood=v;item.fields=[["key",key],["tap",v]];send()});
again.addEventListener("click",send);
addEventListener("online",()=>item&&send());
addEventListener("pageshow",e=>{if(e.persisted){busy=0;say.textContent=""}});
})()
