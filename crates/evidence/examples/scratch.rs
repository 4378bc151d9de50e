//! scratch
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "x")]
use std::sync::Arc; use std::time::Instant;
use motlan_evidence::*; use motlan_core::{Hour,Timestamp}; use motlan_core::caller::TransactionId;
use motlan_store::storage::disk::DiskStorage;
fn fin(n:u64, role: Role)->Finished{
 let mut b=[7u8;32]; b[..8].copy_from_slice(&n.to_be_bytes()); let key=TransactionKey::new(b).unwrap(); let id=TransactionId(b);
 let m=SignedMessage{content_digest:[1;64],signature:[2;64],base:vec![3;300]};
 Finished{entry:Entry{role,hour:Hour(490_000+(n/100_000) as u32),service:ServiceIndex((n%20) as u32),consumer:ConsumerIndex((n%7) as u32),provider:ProviderIndex(2),id:IdCommitment::of(&key,&id),request:RequestCommitment::of(&key,&[1;64],&[2;64]),outcome:Outcome::Answered{class:StatusClass::Success,response:ResponseCommitment::of(&key,&[1;64],&[2;64])}},
 key,record:EvidenceRecord{created:Timestamp::from_seconds(1),transaction:id,message_id:format!("m{n}"),client:"VN/GOV/H45/onestop".parse().unwrap(),service:"VN/GOV/G01/population/verify".parse().unwrap(),peer:"VN/GOV/G01/gw1".parse().unwrap(),purpose:None,request:m.clone(),response:Some(m)}}
}
#[tokio::main(worker_threads=2)] async fn main(){
 let dir=std::path::PathBuf::from(std::env::args().nth(1).unwrap()); let count:u64=std::env::args().nth(2).unwrap().parse().unwrap();
 let mut keys=vec![];
 for (m,role) in [("H45",Role::Consumer),("G01",Role::Provider)] {
  let st=Arc::new(DiskStorage::new(dir.join(m)).unwrap());
  let cfg=||Config::new(format!("motlan/VN/GOV/{m}"), "44".repeat(32).parse().unwrap());
  let (e,r)=Evidence::open(st.clone(),cfg()).await.unwrap(); println!("{r:?}");
  let t=Instant::now();
  let stop=Arc::new(std::sync::atomic::AtomicBool::new(false));
  let p={let e=e.clone();let stop=stop.clone();std::thread::spawn(move||{ while !stop.load(std::sync::atomic::Ordering::Relaxed){std::thread::sleep(std::time::Duration::from_secs(1)); let t=Instant::now(); e.publish().unwrap(); println!("publish {:?} size {}",t.elapsed(), e.published_size(LogName::Exchange));}})};
  let tasks:Vec<_>=(0..1024u64).map(|w|{let e=e.clone();tokio::spawn(async move{let mut n=w;while n<count{e.finish(fin(n,role)).await.unwrap();n+=1024;}})}).collect();
  for t in tasks{t.await.unwrap();}
  println!("append {:.0}/s", count as f64/t.elapsed().as_secs_f64());
  stop.store(true,std::sync::atomic::Ordering::Relaxed); p.join().unwrap();
  let t=Instant::now(); e.publish().unwrap(); println!("last publish {:?}",t.elapsed());
  keys.extend(LogName::ALL.map(|l|e.verifier(l).clone())); println!("{}",e.verifier(LogName::Exchange));
  let t=Instant::now(); let f=e.find("m777").unwrap(); println!("find {} {:?}",f.len(),t.elapsed());
  let t=Instant::now(); e.proof(LogName::Exchange,777).unwrap().unwrap(); println!("proof {:?}",t.elapsed());
  let t=Instant::now(); e.close().await.unwrap(); println!("close {:?}",t.elapsed());
  std::fs::remove_file(dir.join(m).join("evidence/frontier")).unwrap();
  let t=Instant::now(); let (e,r)=Evidence::open(st,cfg()).await.unwrap(); println!("full replay {:?} {r:?}",t.elapsed()); e.close().await.unwrap();
 }
 let t=Instant::now(); let a=audit::audit(&[dir],&keys).unwrap(); let el=t.elapsed().as_secs_f64();
 println!("audit {:.0}/s matched {} findings {} rows {}", 2.0*count as f64/el, a.matched,a.finding_count,a.rows.len());
}
